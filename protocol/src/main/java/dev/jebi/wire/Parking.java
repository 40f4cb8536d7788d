package dev.jebi.wire;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;

/// Where the one thread of a session waits for its event loop. The waiter announces itself with
/// [#enter()], looks once more for what it waits for, and parks; whoever brings something signals
/// after having put it in place, so that no wake-up is lost and none is sent to a thread at work.
final class Parking {
    private volatile Thread waiting = NOBODY;

    /// A thread that never runs, so that there is no null.
    private static final Thread NOBODY = Thread.ofVirtual().unstarted(() -> {});

    void enter() {
        waiting = Thread.currentThread();
    }

    void leave() {
        waiting = NOBODY;
    }

    /// Waits for a signal, or for nothing at all: the caller looks again.
    ///
    /// @throws InterruptedIOException when the thread was interrupted: it would not wait any more
    void park(long nanos) throws InterruptedIOException {
        LockSupport.parkNanos(this, nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    void signal() {
        Thread thread = waiting;
        if (!thread.equals(NOBODY)) {
            LockSupport.unpark(thread);
        }
    }
}
