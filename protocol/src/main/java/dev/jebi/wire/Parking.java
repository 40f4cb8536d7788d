package dev.jebi.wire;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Where the one thread of a session waits for its event loop. The waiter announces itself with
/// [#enter()], looks once more for what it waits for, and parks; whoever brings something signals
/// after having put it in place, so that no wake-up is lost and none is sent to a thread at work.
///
/// A virtual thread that parks for a time has the JDK set a timer and cancel it, on one thread for
/// all: with an answer to each line that was an eighth of a delivery's processor time. Patience is
/// long and answers come soon, so that one alarm of the event loop serves many waits: it rings when
/// the first of them would have been over, and is set again for the one that lasts then.
final class Parking {
    /// A wait that is shorter times itself.
    private static final long LONG_WAIT = TimeUnit.SECONDS.toNanos(2);

    /// For ever, in a number that times can be added to.
    private static final long LONGEST_WAIT = Long.MAX_VALUE / 4;

    /// A thread that never runs, so that there is no null.
    private static final Thread NOBODY = Thread.ofVirtual().unstarted(() -> {});

    private final Channel channel;
    private volatile Thread waiting = NOBODY;

    /// When the wait is over, as of [System#nanoTime()].
    private volatile long until;

    /// Whether the alarm is set, and when it rings; written by the event loop alone.
    private volatile boolean set;

    private volatile long rings;

    // of the event loop alone
    private @Nullable ScheduledFuture<?> alarm;
    private boolean ended;

    Parking(Channel channel) {
        this.channel = channel;
    }

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
        if (nanos < LONG_WAIT || !guarded(Math.min(nanos, LONGEST_WAIT))) {
            LockSupport.parkNanos(this, nanos);
        } else {
            LockSupport.park(this);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    /// Makes sure that the alarm rings when the wait is over. The alarm looks for a waiter after it
    /// has said that it is not set any more: one of the two sees the other.
    ///
    /// @return false when the event loop has ended
    private boolean guarded(long nanos) {
        long end = System.nanoTime() + nanos;
        until = end;
        return (set && rings - end <= 0) || WireLoops.run(channel, this::setAlarm);
    }

    /// On the event loop.
    private void setAlarm() {
        if (ended || waiting.equals(NOBODY) || (set && rings - until <= 0)) {
            return;
        }
        stopAlarm();
        long end = until;
        rings = end;
        set = true;
        long left = Math.max(0, end - System.nanoTime());
        alarm = channel.eventLoop().schedule(this::ring, left, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        alarm = null;
        set = false;
        if (until - System.nanoTime() <= 0) {
            signal();
        } else {
            setAlarm();
        }
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        set = false;
    }

    /// The connection is gone: nothing will be waited for long. On the event loop.
    void end() {
        ended = true;
        stopAlarm();
    }

    void signal() {
        Thread thread = waiting;
        if (!thread.equals(NOBODY)) {
            LockSupport.unpark(thread);
        }
    }
}
