package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a mailbox must be, by the RFCs and by what was done to it; it shares nothing with the
/// server. Changes are counted, and which mod-sequence the server gave to which change is learnt
/// from what it tells: it must always be the same, and grow with the count. For one thread.
final class ModelMailbox {
    final String name;
    final TreeMap<Long, Message> messages = new TreeMap<>();

    /// When each message that is gone went.
    final TreeMap<Long, Long> expunged = new TreeMap<>();

    /// Mod-sequences by change, as far as the server has told them.
    final TreeMap<Long, Long> modSeqs = new TreeMap<>();

    long uidNext = 1;

    /// UIDVALIDITY, once it was told.
    long validity;

    /// Whether it was deleted; sessions that have it selected find it empty.
    boolean dead;

    long change;

    /// A message.
    static final class Message {
        final TreeSet<String> flags = new TreeSet<>();
        long change;
    }

    ModelMailbox(String name) {
        this.name = name;
    }

    List<Long> uids() {
        return new ArrayList<>(messages.keySet());
    }

    /// Messages that come in one change.
    void add(List<Set<String>> flags) {
        change++;
        flags.forEach(each -> {
            var message = new Message();
            message.flags.addAll(each);
            message.change = change;
            messages.put(uidNext++, message);
        });
    }

    /// A message that there is.
    Message message(long uid) {
        return Objects.requireNonNull(messages.get(uid));
    }

    /// Changes flags in one change, of messages that there are; nothing is changed where they are
    /// so already.
    void store(Collection<Long> uids, char kind, Set<String> flags) {
        boolean changes = false;
        for (long uid : uids) {
            var message = message(uid);
            var next = apply(message.flags, kind, flags);
            if (!next.equals(message.flags)) {
                message.flags.clear();
                message.flags.addAll(next);
                message.change = change + 1;
                changes = true;
            }
        }
        change += changes ? 1 : 0;
    }

    static TreeSet<String> apply(Set<String> now, char kind, Set<String> flags) {
        var next = new TreeSet<>(now);
        switch (kind) {
            case '+' -> next.addAll(flags);
            case '-' -> next.removeAll(flags);
            default -> {
                next.clear();
                next.addAll(flags);
            }
        }
        return next;
    }

    /// Expunges messages that there are, in one change.
    void expunge(Collection<Long> uids) {
        if (uids.isEmpty()) {
            return;
        }
        change++;
        for (long uid : uids) {
            assertThat(messages.remove(uid)).isNotNull();
            expunged.put(uid, change);
        }
    }

    /// Moves messages to the end of this mailbox, in one change.
    void moveWithin(Collection<Long> uids) {
        long before = change;
        add(flags(uids));
        expunge(uids);
        change = before + 1;
        uids.forEach(uid -> expunged.put(uid, change));
    }

    /// The flags of messages that there are.
    List<Set<String>> flags(Collection<Long> uids) {
        return uids.stream().map(uid -> Set.copyOf(message(uid).flags)).toList();
    }

    void die() {
        dead = true;
        expunge(uids());
    }

    /// Checks what was told of UIDVALIDITY.
    void toldValidity(long now) {
        assertThat(validity == 0 || validity == now).as("UIDVALIDITY %s", now).isTrue();
        validity = now;
    }

    List<Long> deleted() {
        return messages.entrySet().stream()
                .filter(e -> e.getValue().flags.contains("\\deleted"))
                .map(e -> e.getKey())
                .toList();
    }

    /// Checks a mod-sequence that was told of a change.
    void told(long ofChange, long modSeq) {
        var known = modSeqs.putIfAbsent(ofChange, modSeq);
        if (known != null) {
            assertThat(modSeq).as("mod-sequence of change %s", ofChange).isEqualTo(known);
            return;
        }
        var lower = modSeqs.lowerEntry(ofChange);
        var higher = modSeqs.higherEntry(ofChange);
        assertThat(modSeq).as("mod-sequence of change %s", ofChange).isPositive();
        assertThat(lower == null || lower.getValue() < modSeq).isTrue();
        assertThat(higher == null || higher.getValue() > modSeq).isTrue();
        if (modSeqs.size() > 400) { // old ones are not asked for any more
            modSeqs.pollFirstEntry();
        }
    }

    /// Flags as the model compares them: `\Recent` is each session's own.
    static TreeSet<String> flags(String words) {
        var flags = new TreeSet<String>();
        for (String word : words.toLowerCase(Locale.ROOT).split(" ", -1)) {
            if (!word.isEmpty() && !word.equals("\\recent")) {
                flags.add(word);
            }
        }
        return flags;
    }
}
