package dev.jebi.mailstore.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// Reads from a store all that there is to know, or one fact.
final class Reading {
    private final MailStore store;

    Reading(MailStore store) {
        this.store = store;
    }

    /// Everything, with what must add up added up.
    ///
    /// @param facts all facts
    /// @param mailboxes what each mailbox tells of itself, by id
    record All(Map<Fact.Key, Fact.Value> facts, Map<Integer, MailboxInfo> mailboxes) {}

    All all() throws IOException {
        var facts = new java.util.HashMap<Fact.Key, Fact.Value>();
        var mailboxes = new TreeMap<Integer, MailboxInfo>();
        for (var domain : store.directory().domains()) {
            facts.put(new Fact.OfDomain(domain.name()), new Fact.There());
        }
        for (Account account : store.directory().accounts()) {
            facts.put(new Fact.OfAccount(account.id().value()), value(account));
            for (var name : store.subscriptions(account.id())) {
                var key = new Fact.OfSubscription(account.id().value(), name.value());
                facts.put(key, new Fact.There());
            }
            long octets = 0;
            long messages = 0;
            for (MailboxInfo info : store.mailboxes(account.id())) {
                read(info, facts);
                mailboxes.put(info.id().value(), info);
                octets += info.octets();
                messages += info.exists();
            }
            var quota = store.quota(account.id());
            assertThat(quota.octetsUsed()).as("octets of %s", account).isEqualTo(octets);
            assertThat(quota.messagesUsed()).as("messages of %s", account).isEqualTo(messages);
        }
        for (var entry : store.queue().list()) {
            facts.put(key(entry), value(entry));
        }
        return new All(facts, mailboxes);
    }

    private void read(MailboxInfo info, Map<Fact.Key, Fact.Value> facts) throws IOException {
        facts.put(new Fact.OfMailbox(info.id().value()), value(info));
        try (var mailbox = store.open(info.account(), info.name()).orElseThrow()) {
            var found = new ArrayList<MessageInfo>();
            mailbox.forEach(UidSet.ALL, found::add);
            for (MessageInfo message : found) {
                var key = new Fact.OfMessage(info.id().value(), message.uid().value());
                facts.put(key, value(mailbox, message));
            }
            check(mailbox.info(), found);
        }
    }

    /// Counts again what a mailbox says of itself.
    private static void check(MailboxInfo info, java.util.List<MessageInfo> found) {
        var counted =
                new long[] {
                    found.size(),
                    found.stream().mapToLong(MessageInfo::size).sum(),
                    found.stream().filter(m -> m.flags().has(Flags.System.DELETED)).count(),
                    found.stream().filter(m -> !m.flags().has(Flags.System.SEEN)).count()
                };
        assertThat(new long[] {info.exists(), info.octets(), info.deleted(), info.unseen()})
                .as("counters of %s", info)
                .isEqualTo(counted);
        for (MessageInfo message : found) {
            assertThat(message.uid()).isLessThan(info.uidNext());
            assertThat(message.modSeq()).isLessThanOrEqualTo(info.highestModSeq());
        }
    }

    /// A fact as it is now.
    Optional<Fact.Value> value(Fact.Key key) throws IOException {
        return switch (key) {
            case Fact.OfDomain(String name) ->
                    store.directory().domains().stream()
                            .filter(domain -> domain.name().equals(name))
                            .findAny()
                            .map(_ -> new Fact.There());
            case Fact.OfAccount(int id) ->
                    store.directory().accounts().stream()
                            .filter(account -> account.id().value() == id)
                            .findAny()
                            .map(this::value);
            case Fact.OfMailbox(int id) -> info(id).map(Reading::value);
            case Fact.OfSubscription(int account, String name) ->
                    store.subscriptions(new dev.jebi.mailstore.AccountId(account)).stream()
                            .filter(subscribed -> subscribed.value().equals(name))
                            .findAny()
                            .map(_ -> new Fact.There());
            case Fact.OfMessage(int mailbox, long uid) -> message(mailbox, uid);
            case Fact.OfRecipient recipient -> {
                for (var entry : store.queue().list()) {
                    if (key(entry).equals(recipient)) {
                        yield Optional.of(value(entry));
                    }
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<MailboxInfo> info(int id) {
        return store.directory().accounts().stream()
                .flatMap(account -> store.mailboxes(account.id()).stream())
                .filter(info -> info.id().value() == id)
                .findAny();
    }

    private Optional<Fact.Value> message(int id, long uid) throws IOException {
        var info = info(id);
        if (info.isEmpty()) {
            return Optional.empty();
        }
        try (var mailbox = store.open(info.get().account(), info.get().name()).orElseThrow()) {
            var message = mailbox.message(new Uid(uid));
            return message.isEmpty()
                    ? Optional.empty()
                    : Optional.of(value(mailbox, message.get()));
        }
    }

    private Fact.Value value(Account account) {
        var quota = store.quota(account.id());
        var keys = store.directory().scram(account.address().toString());
        return new Fact.AnAccount(
                account.address().toString(),
                quota.octetsLimit(),
                quota.messagesLimit(),
                HexFormat.of().formatHex(keys.storedKey()));
    }

    private static Fact.Value value(MailboxInfo info) {
        return new Fact.AMailbox(
                info.account().value(),
                info.name().value(),
                info.uidValidity().value(),
                info.specialUse().map(Enum::name).orElse(""));
    }

    private static Fact.Value value(Mailbox mailbox, MessageInfo message) throws IOException {
        var content = mailbox.content(message.uid()).orElseThrow();
        assertThat(mailbox.head(message.uid())).isPresent();
        return new Fact.AMessage(
                sum(content),
                message.flags().toString(),
                message.modSeq().value(),
                message.internalDate().toEpochMilli(),
                message.email().value());
    }

    static Fact.Key key(MailQueue.Entry entry) {
        return new Fact.OfRecipient(entry.id().value(), entry.number());
    }

    private Fact.Value value(MailQueue.Entry entry) throws IOException {
        return new Fact.ARecipient(
                entry.recipient().toString(),
                entry.reversePath().toString(),
                entry.attempts(),
                entry.nextAttempt().toEpochMilli(),
                entry.held(),
                entry.delayReported(),
                entry.lastReply(),
                sum(store.queue().content(entry.id())));
    }

    static Fact.Sum sum(Content content) throws IOException {
        byte[] octets = content.octets();
        var crc32 = new CRC32();
        var crc32c = new CRC32C();
        crc32.update(octets);
        crc32c.update(octets);
        return new Fact.Sum(octets.length, (int) crc32.getValue(), (int) crc32c.getValue());
    }
}
