package dev.jebi.mailstore;

import dev.jebi.mailstore.snapshot.Pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bound of octets a second for work in the background, which can be ended. Safe for use by
/// several threads.
final class Throttle implements Pace {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long octetsPerSecond = Long.MAX_VALUE;
    private long free = System.nanoTime();
    private boolean over;

    /// How fast it may go from now on.
    void rate(long now) {
        lock.lock();
        try {
            octetsPerSecond = now;
            free = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waits, and those to come.
    void end() {
        lock.lock();
        try {
            over = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean over() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /// The store is being closed.
    static final class Over extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Over() {
            super("the store is being closed");
        }
    }

    /// Waits until the octets before these are paid for.
    @Override
    public void wrote(long octets) {
        lock.lock();
        try {
            long now = System.nanoTime();
            free = Math.max(free, now - TimeUnit.MILLISECONDS.toNanos(10));
            if (octetsPerSecond < Long.MAX_VALUE) {
                free += octets * TimeUnit.SECONDS.toNanos(1) / octetsPerSecond;
            }
            await(free - now);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something else to happen.
    void pause(long nanos) {
        lock.lock();
        try {
            await(nanos);
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        long left = nanos;
        try {
            while (left > 0 && !over) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (over) {
            throw new Over();
        }
    }
}
