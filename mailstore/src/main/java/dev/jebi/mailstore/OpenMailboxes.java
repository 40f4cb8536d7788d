package dev.jebi.mailstore;

import dev.jebi.mailstore.index.IndexReader;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;

/// Which mailboxes have their messages in memory: those that somebody has open, and the last ones
/// that somebody had. Safe for use by several threads.
final class OpenMailboxes {
    private final IndexReader index;
    private final int keep;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MailboxState, Integer> openers = new HashMap<>();

    /// Nobody has them open; the longest so first.
    private final SequencedSet<MailboxState> idle = new LinkedHashSet<>();

    OpenMailboxes(IndexReader index, int keep) {
        this.index = index;
        this.keep = keep;
    }

    void open(MailboxState mailbox) throws IOException {
        lock.lock();
        try {
            openers.merge(mailbox, 1, Integer::sum);
            idle.remove(mailbox);
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

    void close(MailboxState mailbox) {
        lock.lock();
        try {
            if (openers.merge(mailbox, -1, Integer::sum) > 0) {
                return;
            }
            openers.remove(mailbox);
            idle.add(mailbox);
            while (idle.size() > keep) {
                idle.removeFirst().unload();
            }
        } finally {
            lock.unlock();
        }
    }
}
