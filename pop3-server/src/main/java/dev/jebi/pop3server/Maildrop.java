package dev.jebi.pop3server;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.Watch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// A locked maildrop: INBOX as it was when the session signed in, its messages numbered from 1 in
/// the order of their UIDs (RFC 1939 §4). What arrives later is for the next session. For one
/// session; closing it ends the lock and deletes nothing.
final class Maildrop implements AutoCloseable {
    private static final int FIRST_CAPACITY = 64;

    private final Mailbox inbox;
    private final Watch lock;
    private final long uidValidity;
    private long[] uids = new long[FIRST_CAPACITY];
    private long[] sizes = new long[FIRST_CAPACITY];
    private int last;
    private long octets;

    /// Marked by DELE, by number.
    private final BitSet marked = new BitSet();

    private Maildrop(Mailbox inbox, Watch lock) {
        this.inbox = inbox;
        this.lock = lock;
        this.uidValidity = inbox.info().uidValidity().value();
        inbox.forEach(UidSet.ALL, message -> add(message.uid().value(), message.size()));
    }

    /// Locks and opens an account's maildrop; empty while another session has it.
    static Optional<Maildrop> open(MailStore store, Account account) throws IOException {
        var lock = store.lockMaildrop(account.id());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        var opened = Optional.<Mailbox>empty();
        boolean done = false;
        try {
            opened = store.open(account.id(), MailboxName.INBOX);
            if (opened.isEmpty()) {
                throw new FileNotFoundException("an account without INBOX");
            }
            var maildrop = new Maildrop(opened.get(), lock.get());
            done = true;
            return Optional.of(maildrop);
        } finally {
            if (!done) {
                opened.ifPresent(Mailbox::close);
                lock.get().close();
            }
        }
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
            throw Pop3Refusal.plain(
                    last == 0
                            ? "No such message; this maildrop is empty"
                            : "No such message; there are 1 to " + last);
        }
        if (marked.get(number)) { // RFC 1939 §5: no command may touch it any more
            throw Pop3Refusal.plain("Message " + number + " is deleted; RSET brings it back");
        }
        return number;
    }

    /// Octets of the stored message. A message that does not end in CRLF (APPEND may bring one) is
    /// sent with the CRLF that ends its last line, which this does not count.
    long size(int number) {
        return sizes[number - 1];
    }

    /// UIDVALIDITY and UID together never name another message (RFC 1939 §7: 1 to 70 printable
    /// characters, the same in every session).
    String uniqueId(int number) {
        return uidValidity + "." + uids[number - 1];
    }

    void mark(int number) {
        marked.set(number);
    }

    void unmarkAll() {
        marked.clear();
    }

    /// The octets; empty when somebody expunged the message since (IMAP has no lock), or the
    /// account is no more.
    Optional<Content> content(int number) throws IOException {
        return inbox.gone() ? Optional.empty() : inbox.content(new Uid(uids[number - 1]));
    }

    /// Deletes all marked messages in one change, or none.
    ///
    /// @param backup whether they can be restored for a while
    /// @return how many were marked
    int deleteMarked(boolean backup) throws IOException {
        if (!marked.isEmpty()) {
            inbox.remove(UidSet.of(marked.stream().mapToLong(n -> uids[n - 1]).toArray()), backup);
        }
        return marked.cardinality();
    }

    @Override
    public void close() {
        try {
            inbox.close();
        } finally {
            lock.close();
        }
    }
}
