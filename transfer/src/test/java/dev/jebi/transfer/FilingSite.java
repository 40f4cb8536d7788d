package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.addresses.AddressSettings;
import dev.jebi.transfer.addresses.Entry;
import dev.jebi.transfer.addresses.Forward;
import dev.jebi.transfer.addresses.Posting;
import dev.jebi.transfer.filing.ScriptChange;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reception before a real store: the domains here.test and also.test, and bob, ann and cleo of
/// here.test.
final class FilingSite implements AutoCloseable {
    final SettableClock clock = new SettableClock();
    final MailStore store;
    final Filing filing;
    final Account bob;
    final Account ann;
    final Account cleo;
    private final Reception reception;
    private int sent;

    FilingSite(Path directory) throws IOException {
        store = EmbeddedStore.open(directory, StoreLimits.STANDARD, clock);
        store.directory().addDomain(Domain.parse("here.test"));
        store.directory().addDomain(Domain.parse("also.test"));
        bob = account("bob@here.test");
        ann = account("ann@here.test");
        cleo = account("cleo@here.test");
        filing = Filing.of(store, "mx.here.test", AddressSettings.STANDARD, Sealer.NONE, clock);
        var bounce = new Bounce(filing, "mx.here.test", clock);
        reception =
                new Reception(
                        filing,
                        "mx.here.test",
                        new QuotaBounces(store, bounce),
                        ReceptionLimits.STANDARD,
                        clock);
    }

    private Account account(String address) throws IOException {
        var there = store.directory().account(address); // after a restart
        return there.isPresent()
                ? there.get()
                : store.directory()
                        .addAccount(Address.parse(address), "secret", 0, 0)
                        .orElseThrow();
    }

    void alias(String address, String... targets) throws IOException {
        filing.addresses().book().write(new Entry.Alias(Address.parse(address), parse(targets)));
    }

    void list(String address, Posting posting, String... members) throws IOException {
        filing.addresses()
                .book()
                .write(
                        new Entry.MailingList(
                                Address.parse(address),
                                parse(members),
                                posting,
                                "Friends of here",
                                List.of(Address.parse("cleo@here.test"))));
    }

    void forward(Account account, boolean keep, String... targets) throws IOException {
        boolean _ =
                filing.addresses()
                        .book()
                        .forward(account.id(), Optional.of(new Forward(parse(targets), keep)));
    }

    void script(Account account, String text) throws IOException {
        var scripts = filing.rules().scripts();
        var put = scripts.put(Optional.of(account.id()), "rules", text);
        if (!(put instanceof ScriptChange.Done)) {
            throw new IllegalArgumentException(put.toString());
        }
        var _ = scripts.activate(account.id(), Optional.of("rules"));
    }

    private static List<Address> parse(String... addresses) {
        return Arrays.stream(addresses).map(Address::parse).toList();
    }

    /// A message from pat@far.test, unless that is empty.
    Reply send(String text, String... to) throws IOException {
        return from("pat@far.test", text, to);
    }

    /// The first reply that is not positive, or the last.
    Reply from(String sender, String text, String... to) throws IOException {
        var client =
                new ClientIdentity(
                        "far.test",
                        true,
                        InetAddress.ofLiteral("192.0.2.1"),
                        false,
                        Optional.empty(),
                        Optional.empty());
        var recipients = new ArrayList<Recipient>();
        try (var claims = new Claims()) {
            for (String one : to) {
                var path = new ForwardPath.To(Address.parse(one));
                switch (reception.recipient(
                        client, ReversePath.NULL, path, OptionalLong.empty(), claims)) {
                    case RecipientVerdict.Taken(var recipient) -> recipients.add(recipient);
                    case RecipientVerdict.Refused(var reply) -> {
                        return reply;
                    }
                }
            }
            var from = sender.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.parse(sender));
            var content = Content.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            sent++;
            return reception.accept(
                    client,
                    new Envelope(from, recipients, false),
                    new Arrived("test-" + sent, content, false, false, false, false));
        }
    }

    List<String> inbox(Account account) throws IOException {
        return in(account, "INBOX");
    }

    List<String> in(Account account, String mailbox) throws IOException {
        var messages = new ArrayList<String>();
        try (var open = store.open(account.id(), new MailboxName(mailbox)).orElseThrow()) {
            for (long uid : open.uids()) {
                var content = open.content(new Uid(uid)).orElseThrow();
                messages.add(new String(content.octets(), StandardCharsets.UTF_8));
            }
        }
        return messages;
    }

    /// What waits to go out, as `reverse-path recipient`.
    List<String> queue() {
        return store.queue().list().stream()
                .map(entry -> entry.reversePath() + " " + entry.recipient())
                .toList();
    }

    String queued(int index) throws IOException {
        MailQueue.Entry entry = store.queue().list().get(index);
        return new String(store.queue().content(entry.id()).octets(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        store.close();
    }
}
