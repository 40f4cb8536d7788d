package dev.jebi.mailstore;

import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.journal.SegmentSize;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// How near the journal is to the size that it must stay below, as far as that can be told without
/// a look at the whole index: compaction tells what lived at its last look, and the accounts what
/// has come and gone since. What compaction cannot give back counts for nothing. Safe for use by
/// several threads.
final class Growth {
    /// What is known is good for so long.
    private static final long GOOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /// After so long a step is seen as a whole.
    private static final long SEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Journal journal;
    private final Inventory inventory;
    private final CompactionLimits limits;
    private final ReentrantLock one = new ReentrantLock();
    private volatile boolean known;
    private volatile long beside;
    private volatile long lasting;
    private volatile long until;
    private volatile double share;

    Growth(Journal journal, Inventory inventory, CompactionLimits limits) {
        this.journal = journal;
        this.inventory = inventory;
        this.limits = limits;
        this.until = System.nanoTime();
    }

    /// What accounts have now: what [#looked] is to be told.
    long octets() {
        return inventory.octets();
    }

    /// Somebody has looked.
    ///
    /// @param living what lived
    /// @param octets what the accounts had when that began
    void looked(long living, long octets) {
        beside = living - octets;
        known = true;
    }

    /// Compaction has done what it can: what is dead now was not worth it.
    void done() {
        lasting = dead();
    }

    /// Compaction cannot do anything now, and nobody should wait for it.
    void unknown() {
        known = false;
    }

    /// Whether it is larger than compaction lets it become, as far as is known.
    boolean due() {
        return known && dead() > mayBeDead(living());
    }

    /// How far it has come from the size above which it is full to the one that it must stay below:
    /// 0 at the former and before the first look, 1 at the latter, and more above it. A step up or
    /// down takes a while to be seen as a whole: a round gives back all it does at its end, and
    /// those who wait are to wait alike.
    double share() {
        long now = System.nanoTime();
        if (now - until > 0 && one.tryLock()) {
            try {
                share = seen(share, known ? look() : 0, now - until + GOOD_NANOS);
                until = now + GOOD_NANOS;
            } finally {
                one.unlock();
            }
        }
        return share;
    }

    private double look() {
        long living = living();
        long from = mayBeDead(living) + living / 100 * (limits.full() - limits.percent());
        long to = from + living / 100 * (limits.most() - limits.full());
        return (double) (dead() - from) / Math.max(1, to - from);
    }

    /// What is seen after some time, when there is a share of `now`. More than makes a difference
    /// to anybody who waits does not count, or it would be seen long after it has gone.
    static double seen(double before, double now, long nanos) {
        double bounded = Math.clamp(now, 0, PacedLog.MOST_SHARE);
        double weight = Math.min(1, (double) nanos / SEEN_NANOS);
        return weight * bounded + (1 - weight) * before;
    }

    /// Compaction begins when more is dead.
    private long mayBeDead(long living) {
        return Math.max(limits.bound(living, limits.percent()) - living, lasting);
    }

    private long living() {
        return Math.max(0, beside + inventory.octets());
    }

    private long dead() {
        return journal.segments().stream().mapToLong(SegmentSize::octets).sum()
                + journal.spareOctets()
                - living();
    }
}
