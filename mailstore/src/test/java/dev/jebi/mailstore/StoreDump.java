package dev.jebi.mailstore;

import dev.jebi.mailstore.content.Checksum;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that a store shows, as lines: two stores with the same lines are the same to whoever
/// uses them.
final class StoreDump {
    private StoreDump() {}

    static List<String> of(MailStore store) throws IOException {
        var lines = new ArrayList<String>();
        store.directory().domains().forEach(domain -> lines.add("domain " + domain.name()));
        for (Account account : store.directory().accounts()) {
            lines.add("account " + account + " " + store.quota(account.id()));
            store.subscriptions(account.id()).stream()
                    .map(name -> "subscribed " + account.id() + " " + name.value())
                    .sorted()
                    .forEach(lines::add);
            for (MailboxInfo info : store.mailboxes(account.id())) {
                mailbox(store, account, info, lines);
            }
        }
        store.register()
                .values(Optional.empty(), "k", 1_000)
                .forEach((key, value) -> lines.add("value " + key + " " + value.length));
        for (var entry : store.queue().list()) {
            lines.add(entry + " " + Checksum.of(store.queue().content(entry.id())));
        }
        return lines;
    }

    private static void mailbox(
            MailStore store, Account account, MailboxInfo info, List<String> lines)
            throws IOException {
        lines.add(account.id() + " " + info);
        try (var mailbox = store.open(account.id(), info.name()).orElseThrow()) {
            lines.add("keywords " + mailbox.keywords());
            lines.add("vanished " + mailbox.changesSince(new ModSeq(1)).vanished());
            var messages = new ArrayList<MessageInfo>();
            mailbox.forEach(UidSet.ALL, messages::add);
            for (MessageInfo message : messages) {
                lines.add(
                        message
                                + " "
                                + Checksum.of(mailbox.content(message.uid()).orElseThrow())
                                + " "
                                + mailbox.head(message.uid()).map(StoreDump::head));
            }
        }
    }

    private static Optional<String> head(dev.jebi.mime.MessageHead head) {
        return Optional.of(head.envelope().toString());
    }
}
