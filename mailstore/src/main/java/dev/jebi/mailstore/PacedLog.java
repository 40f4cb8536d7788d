package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Entry;
import dev.jebi.mailstore.journal.Log;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// A log whose writers wait for compaction, the longer the nearer the store is to the size that it
/// must stay below: where mail comes and goes faster than its space can be given back, something
/// has to give, and it is not the disk. What brings no octets of messages never waits. Safe for use
/// by several threads.
final class PacedLog implements Log {
    /// What an octet waits when the store is as large as it may be.
    private static final long NANOS_PER_OCTET = 70;

    /// Above that size more than four times what compaction needs to catch up helps nobody.
    static final double MOST_SHARE = 4;

    /// No record waits longer.
    static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Log log;
    private final DoubleSupplier share;

    /// One after the other, in the order in which they came: the bound is one of all together.
    private final ReentrantLock turn = new ReentrantLock(true);

    /// @param share how near the store is to that size: 0 for far away, 1 for there
    PacedLog(Log log, DoubleSupplier share) {
        this.log = log;
        this.share = share;
    }

    @Override
    public boolean append(Entry entry) throws IOException {
        long octets = entry.body().size();
        if (octets > 0 && share.getAsDouble() > 0) {
            await(octets);
        }
        return log.append(entry);
    }

    private void await(long octets) {
        boolean interrupted = false;
        turn.lock();
        try {
            long end = System.nanoTime() + nanos(octets, share.getAsDouble());
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
        } finally {
            turn.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// So long so many octets wait: little far from the bound, so that nobody notices, and then
    /// soon much.
    static long nanos(long octets, double share) {
        double bounded = Math.clamp(share, 0, MOST_SHARE);
        return (long) Math.min(MOST_NANOS, octets * NANOS_PER_OCTET * bounded);
    }

    @Override
    public Content read(ContentLocation location) throws IOException {
        return log.read(location);
    }

    @Override
    public Content head(ContentLocation head, Supplier<List<ContentLocation>> next)
            throws IOException {
        return log.head(head, next);
    }
}
