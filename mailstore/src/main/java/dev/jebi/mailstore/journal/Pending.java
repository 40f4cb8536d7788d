package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// An entry on its way through the committer, and the thread that waits for it.
final class Pending {
    private final Entry entry;
    private final Body body;
    private final Thread waiter = Thread.currentThread();
    private Optional<Exception> failure = Optional.empty();
    private boolean written;
    private volatile boolean done;

    Pending(Entry entry) throws IOException {
        this.entry = entry;
        this.body = Body.of(entry.body());
    }

    Entry entry() {
        return entry;
    }

    Body body() {
        return body;
    }

    /// Octets that it can take in the journal.
    long length() {
        return RecordHeader.length(entry.maxMeta(), body.size());
    }

    /// It is durable, or was withdrawn; without effect when it is done already.
    void complete(boolean isWritten) {
        if (!done) {
            written = isWritten;
            wake();
        }
    }

    /// It was not taken, or nobody knows; without effect when it is done already.
    void fail(Exception why) {
        if (!done) {
            failure = Optional.of(why);
            wake();
        }
    }

    /// Waits; an interrupt does not end the wait, since the change may be on its way to the disk.
    ///
    /// @return whether it was written
    boolean await() throws IOException {
        boolean interrupted = false;
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.isPresent()) {
            switch (failure.get()) {
                case NoRoom full -> throw full;
                case RuntimeException refused -> throw refused;
                case Exception failed -> throw new JournalFailed(failed);
            }
        }
        return written;
    }

    private void wake() {
        done = true;
        if (!waiter.equals(Thread.currentThread())) { // who commits it by himself does not sleep
            LockSupport.unpark(waiter);
        }
    }
}
