package dev.jebi.mailstore;

import dev.jebi.mailstore.backup.Backed;
import dev.jebi.mailstore.backup.Backup;
import dev.jebi.mailstore.backup.Progress;
import dev.jebi.mailstore.index.DiskFull;
import dev.jebi.mailstore.index.StateSink;
import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.journal.Niceness;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;

/// The upkeep of the embedded store, and the one thread that compacts by itself. Safe for use by
/// several threads.
final class StoreUpkeep implements Upkeep, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreUpkeep.class);

    /// After a failure, such as a full disk, nothing is tried for so many intervals.
    private static final int AFTER_FAILURE = 30;

    /// A smaller share of what is never worth it has changed: not worth a look at the index.
    private static final int LEAST_CHANGE_SHARE = 16;

    /// How often in an interval it is asked whether the store has become too large.
    private static final int GLANCES = 10;

    /// A look at the index is worth it when this share of the store has changed.
    private static final int CHANGED_SHARE = 32;

    /// Octets of deleted segments for which no collection is worth it.
    private static final long LEAST_UNRELEASED = 64L << 20;

    private static final int UNRELEASED_SHARE = 4;

    /// A tenth of what others get where all have much to do.
    private static final int NICENESS = 10;

    /// When a collection brought nothing, the next one is made so much later.
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Compaction.Parts parts;
    private final Inventory inventory;
    private final Home home;
    private final CompactionLimits limits;
    private final Throttle throttle = new Throttle();
    private final Compaction compaction;
    private final Thread thread;
    private long seenLsn;
    private long seenUsed;
    private long seenDropped;

    /// When a collection was asked for last, and how much had been deleted then.
    private long collected = System.nanoTime();

    private long collectedAt;

    private Thread collection = Thread.ofPlatform().unstarted(System::gc);

    StoreUpkeep(Compaction.Parts parts, Inventory inventory, CompactionLimits limits, Home home) {
        this.home = home;
        this.parts = parts;
        this.inventory = inventory;
        this.limits = limits;
        this.compaction = new Compaction(parts, limits, throttle);
        this.thread = Thread.ofPlatform().daemon().name("jebi-compaction").unstarted(this::run);
    }

    /// Where the store is.
    record Home(UUID store, Path directory, InstantSource clock) {}

    /// The journal for those who bring mail: they wait while the store is too large, where somebody
    /// sees to that.
    Log paced(Journal journal) {
        return limits.interval().isZero() ? journal : new PacedLog(journal, parts.growth()::share);
    }

    void start() {
        if (!limits.interval().isZero()) {
            thread.start();
        }
    }

    private void run() {
        boolean _ = Niceness.set(NICENESS);
        try {
            while (!parts.journal().failed()) {
                pause();
                tend();
            }
        } catch (Throttle.Over _) {
            LOG.debug("event=compaction outcome=over");
        }
    }

    /// Until the next look at the index, which is sooner when the store becomes too large: before
    /// anybody has to wait for it.
    private void pause() {
        var step = limits.interval().dividedBy(GLANCES);
        int steps = 0;
        do {
            throttle.pause(step.toNanos());
            steps++;
        } while (steps < GLANCES && !parts.growth().due());
    }

    /// Files that are deleted take disk space until the last content in them was collected, and a
    /// heap with little garbage may not be collected for days.
    private void release() {
        long waiting = parts.journal().unreleased();
        long deleted = parts.journal().deleted();
        long total = parts.journal().segments().stream().mapToLong(s -> s.octets()).sum();
        long least = Math.max(LEAST_UNRELEASED, total / UNRELEASED_SHARE);
        long now = System.nanoTime();
        // what somebody reads for long is no reason to collect all the time
        boolean worth = deleted - collectedAt > least || now - collected > AGAIN.toNanos();
        if (waiting > least && worth && !collection.isAlive()) {
            LOG.info("event=compaction.release octets={}", waiting);
            collectedAt = deleted;
            collected = now;
            // whoever asks waits for the whole collection, even one that is made beside the work
            collection = Thread.ofPlatform().daemon().name("jebi-release").start(System::gc);
        }
    }

    private void tend() {
        try {
            release();
            if (changed()) {
                boolean again;
                do { // for as long as mail comes and goes, which may be for hours
                    again = compaction.roundWhenDue();
                    release();
                } while (again);
                compaction.compactIndex();
            }
        } catch (Throttle.Over e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the next try may do better
            parts.growth().unknown();
            if (DiskFull.isCause(e)) { // the index will be opened again, and so will this try
                LOG.warn("event=compaction outcome=failed reason=no-room");
            } else {
                LOG.warn("event=compaction outcome=failed reason=\"{}\"", e.getMessage(), e);
            }
            throttle.pause(limits.interval().multipliedBy(AFTER_FAILURE).toNanos());
        }
    }

    /// Whether so much has died that there may be something to gain. Octets that were written and
    /// did not come to somebody's use were of no use from the beginning; those that lost a
    /// reference are taken to be as large as others are.
    private boolean changed() {
        long lsn = parts.journal().durableLsn();
        long used = 0;
        long messages = 1;
        for (AccountState account : inventory.accounts()) {
            used += account.quota().octetsUsed();
            messages += account.quota().messagesUsed();
        }
        long dropped = parts.index().dropped();
        long total = parts.journal().segments().stream().mapToLong(s -> s.octets()).sum();
        long useless = lsn - seenLsn - (used - seenUsed);
        long died = (dropped - seenDropped) * Math.max(1, used / messages);
        long least = limits.constant() / LEAST_CHANGE_SHARE;
        boolean changed = Math.max(useless, died) >= Math.max(least, total / CHANGED_SHARE);
        if (changed) {
            seenLsn = lsn;
            seenUsed = used;
            seenDropped = dropped;
        }
        return changed;
    }

    @Override
    public StoreStats stats() throws IOException {
        return compaction.stats(compaction.use());
    }

    @Override
    public long compact(Consumer<String> progress) throws IOException {
        return compaction.all(progress);
    }

    @Override
    public Verification verify(Consumer<String> progress) throws IOException {
        compaction.settle();
        return new Verifying(parts, inventory, progress).run();
    }

    @Override
    public Backup.Taken backup(Path target, Progress progress) throws IOException {
        return Backup.take(new Backing(), target, home.clock, progress);
    }

    private final class Backing implements Backed {
        @Override
        public UUID store() {
            return home.store;
        }

        @Override
        public Path directory() {
            return home.directory;
        }

        @Override
        public long durableLsn() {
            return parts.journal().durableLsn();
        }

        @Override
        public void settled() throws IOException {
            compaction.settle();
        }

        @Override
        public void export(StateSink sink) throws IOException {
            parts.index().export(sink);
        }
    }

    /// Ends what is under way.
    @Override
    public void close() {
        throttle.end();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
