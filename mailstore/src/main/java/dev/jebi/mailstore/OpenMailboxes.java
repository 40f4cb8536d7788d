package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.index.BlobPlaces;
import dev.jebi.mailstore.index.IndexReader;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/// Which mailboxes have their messages in memory: those that somebody has open, and the last ones
/// that somebody had, as long as their messages together are not too many. Safe for use by several
/// threads.
final class OpenMailboxes {
    private final IndexReader index;
    private final long most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MailboxState, Integer> openers = new HashMap<>();

    /// Nobody has them open; the longest so first, with what each was counted for.
    private final SequencedMap<MailboxState, Long> idle = new LinkedHashMap<>();

    private long idleMessages;

    /// @param idleMessages as [StoreLimits#idleMessages]
    OpenMailboxes(IndexReader index, int idleMessages) {
        this.index = index;
        this.most = idleMessages;
    }

    void open(MailboxState mailbox) throws IOException {
        lock.lock();
        try {
            openers.merge(mailbox, 1, Integer::sum);
            Long counted = idle.remove(mailbox);
            idleMessages -= counted == null ? 0 : counted;
        } finally {
            lock.unlock();
        }
        boolean loaded = false;
        try {
            mailbox.load(index);
            loaded = true;
        } finally {
            if (!loaded) {
                close(mailbox);
            }
        }
    }

    /// Where octets stand now that are not where they were.
    Optional<Place> place(long blob) throws IOException {
        return new BlobPlaces(index).place(blob);
    }

    void close(MailboxState mailbox) {
        lock.lock();
        try {
            if (openers.merge(mailbox, -1, Integer::sum) > 0) {
                return;
            }
            openers.remove(mailbox);
            long counted = mailbox.rest();
            idle.put(mailbox, counted);
            idleMessages += counted;
            while (idleMessages > most) {
                var longest = idle.pollFirstEntry();
                idleMessages -= longest.getValue();
                longest.getKey().unload();
            }
        } finally {
            lock.unlock();
        }
    }
}
