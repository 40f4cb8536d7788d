package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A mailbox as it should be, and what a client that looks now and then should learn of it.
final class ModelMailbox {
    final long uidValidity;
    final TreeMap<Long, ModelMessage> messages = new TreeMap<>();
    long uidNext = 1;

    /// What the client knew when it last looked.
    private Map<Long, Flags> seen = new HashMap<>();

    private ModSeq seenUpTo = ModSeq.ZERO;
    private long lastModSeq = 1;

    record ModelMessage(String octets, Flags flags, long email) {}

    ModelMailbox(MailboxInfo info) {
        this.uidValidity = info.uidValidity().value();
    }

    void add(Uid uid, String octets, Flags flags, long email) {
        assertThat(uid.value()).as("the next UID").isEqualTo(uidNext);
        messages.put(uidNext++, new ModelMessage(octets, flags, email));
    }

    ModelMessage message(Uid uid) {
        return Objects.requireNonNull(messages.get(uid.value()));
    }

    void check(Mailbox mailbox) throws IOException {
        assertThat(mailbox.uids())
                .containsExactly(messages.keySet().stream().mapToLong(u -> u).toArray());
        for (var entry : messages.entrySet()) {
            var uid = new Uid(entry.getKey());
            var info = mailbox.message(uid).orElseThrow();
            assertThat(info.flags()).as("flags of %s", uid).isEqualTo(entry.getValue().flags);
            assertThat(info.email().value()).isEqualTo(entry.getValue().email);
            assertThat(info.size()).isEqualTo(entry.getValue().octets.length());
            assertThat(Stores.octets(mailbox.content(uid).orElseThrow()))
                    .isEqualTo(entry.getValue().octets);
            assertThat(mailbox.head(uid)).isPresent();
        }
        check(mailbox.info());
        look(mailbox);
    }

    private void check(MailboxInfo info) {
        assertThat(info.uidValidity().value()).isEqualTo(uidValidity);
        assertThat(info.uidNext().value()).isEqualTo(uidNext);
        assertThat(info.exists()).isEqualTo(messages.size());
        assertThat(info.octets()).isEqualTo(octets());
        assertThat(info.unseen()).isEqualTo(messages.size() - with(Flags.System.SEEN));
        assertThat(info.deleted()).isEqualTo(with(Flags.System.DELETED));
        assertThat(info.highestModSeq().value()).isGreaterThanOrEqualTo(lastModSeq);
        lastModSeq = info.highestModSeq().value();
    }

    long octets() {
        return messages.values().stream().mapToLong(message -> message.octets.length()).sum();
    }

    private long with(Flags.System flag) {
        return messages.values().stream().filter(message -> message.flags.has(flag)).count();
    }

    /// Resynchronises as a client does (RFC 7162) and compares.
    private void look(Mailbox mailbox) {
        var changes = mailbox.changesSince(seenUpTo);
        var now = new HashMap<>(seen);
        changes.changed().forEach(info -> now.put(info.uid().value(), info.flags()));
        now.keySet().removeIf(changes.vanished()::contains);
        var real = new HashMap<Long, Flags>();
        messages.forEach((uid, message) -> real.put(uid, message.flags));
        assertThat(now).isEqualTo(real);
        assertThat(changes.upTo()).isEqualTo(mailbox.info().highestModSeq());
        seen = now;
        seenUpTo = changes.upTo();
    }
}
