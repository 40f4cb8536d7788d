package dev.jebi.pop3server;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.Removal;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.UniqueIds;
import dev.jebi.mailstore.Watch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// A locked maildrop: the mailbox as it was when the session signed in, its messages numbered from
/// 1 in the order of their UIDs (RFC 1939 §4). What arrives later, or is too young for the
/// account's policy, is for the next session. For one session; closing it ends the lock and deletes
/// nothing.
final class Maildrop implements AutoCloseable {
    private static final int FIRST_CAPACITY = 64;

    private final Mailbox mailbox;
    private final Watch lock;
    private final UniqueIds.OfMailbox uniqueIds;
    private final Expiry expiry;
    private long[] uids = new long[FIRST_CAPACITY];
    private long[] sizes = new long[FIRST_CAPACITY];
    private int last;
    private long octets;

    /// Marked by DELE, by number.
    private final BitSet marked = new BitSet();

    /// Sent whole by RETR, by number.
    private final BitSet retrieved = new BitSet();

    private Maildrop(
            Mailbox mailbox,
            Watch lock,
            UniqueIds.OfMailbox uniqueIds,
            Expiry expiry,
            Instant until) {
        this.mailbox = mailbox;
        this.lock = lock;
        this.uniqueIds = uniqueIds;
        this.expiry = expiry;
        mailbox.forEach(
                UidSet.ALL,
                message -> {
                    if (!message.internalDate().isAfter(until)) {
                        add(message.uid().value(), message.size());
                    }
                });
    }

    /// Locks and opens an account's maildrop; refuses while another session has it, and where the
    /// mailbox is not there.
    static Maildrop open(MailStore store, Account account, Pop3Policy policy, Instant now)
            throws IOException, Pop3Refusal {
        var lock = store.lockMaildrop(account.id()).orElseThrow(Pop3Refusal::inUse);
        var opened = Optional.<Mailbox>empty();
        boolean done = false;
        try {
            opened = store.open(account.id(), policy.maildrop());
            if (opened.isEmpty()) {
                throw Pop3Refusal.permanent(Text.NO_MAILDROP, policy.maildrop());
            }
            var mailbox = opened.get();
            long validity = mailbox.info().uidValidity().value();
            var maildrop =
                    new Maildrop(
                            mailbox,
                            lock,
                            new UniqueIds(store.register()).of(account.id(), validity),
                            Expiry.of(store.register(), account.id(), validity, policy, now),
                            youngest(policy.minimalAge(), now));
            done = true;
            return maildrop;
        } finally {
            if (!done) {
                opened.ifPresent(Mailbox::close);
                lock.close();
            }
        }
    }

    private static Instant youngest(Duration minimalAge, Instant now) {
        return minimalAge.isZero() ? Instant.MAX : now.minus(minimalAge);
    }

    private void add(long uid, long size) {
        if (last == uids.length) {
            uids = Arrays.copyOf(uids, last * 2);
            sizes = Arrays.copyOf(sizes, last * 2);
        }
        uids[last] = uid;
        sizes[last] = size;
        last++;
        octets += size;
    }

    /// The highest number, marked or not.
    int last() {
        return last;
    }

    /// How many messages are not marked.
    int count() {
        return last - marked.cardinality();
    }

    /// The octets of the messages that are not marked.
    long octets() {
        return octets - marked.stream().mapToLong(number -> sizes[number - 1]).sum();
    }

    boolean isMarked(int number) {
        return marked.get(number);
    }

    /// The number, when it is that of a message that is there and not marked.
    int check(MessageNumber message) throws Pop3Refusal {
        int number = message.value();
        if (number < 1 || number > last) {
            throw last == 0
                    ? Pop3Refusal.plain(Text.EMPTY)
                    : Pop3Refusal.plain(Text.NO_MESSAGE, last);
        }
        if (marked.get(number)) { // RFC 1939 §5: no command may touch it any more
            throw Pop3Refusal.plain(Text.IS_DELETED, number);
        }
        return number;
    }

    /// Octets of the stored message. A message that does not end in CRLF (APPEND may bring one) is
    /// sent with the CRLF that ends its last line, which this does not count.
    long size(int number) {
        return sizes[number - 1];
    }

    /// A text that never names another message and is the same in every session (RFC 1939 §7).
    String uniqueId(int number) {
        return uniqueIds.of(uids[number - 1]);
    }

    void mark(int number) {
        marked.set(number);
    }

    /// RSET: nothing is deleted, neither by DELE nor because it was retrieved.
    void unmarkAll() {
        marked.clear();
        retrieved.clear();
    }

    /// A message was sent whole.
    void retrieved(int number) {
        retrieved.set(number);
        expiry.retrieved(uids[number - 1]);
    }

    /// The octets; empty when somebody expunged the message since (IMAP has no lock), or the
    /// account is no more.
    Optional<Content> content(int number) throws IOException {
        return mailbox.gone() ? Optional.empty() : mailbox.content(new Uid(uids[number - 1]));
    }

    /// Deletes all marked messages, and those whose time is over, in one change, or none.
    ///
    /// @return how many
    int delete(Removal removal) throws IOException {
        var gone = (BitSet) marked.clone();
        if (expiry.atOnce()) { // RFC 2449 §6.7: an implicit DELE of what was retrieved
            gone.or(retrieved);
        }
        for (int number = 1; number <= last; number++) {
            if (expiry.due(uids[number - 1])) {
                gone.set(number);
            }
        }
        if (!gone.isEmpty()) {
            mailbox.remove(UidSet.of(gone.stream().mapToLong(n -> uids[n - 1]).toArray()), removal);
        }
        return gone.cardinality();
    }

    /// Makes durable what was retrieved.
    void remember() throws IOException {
        if (!mailbox.gone()) {
            var there = mailbox.list();
            expiry.save(uid -> there.find(uid) >= 0);
        }
    }

    @Override
    public void close() {
        try {
            mailbox.close();
        } finally {
            lock.close();
        }
    }
}
