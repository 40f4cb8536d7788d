package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.index.Applier;
import dev.jebi.mailstore.index.BlobPlaces;
import dev.jebi.mailstore.index.BlobPlaces.Stored;
import dev.jebi.mailstore.index.Index;
import dev.jebi.mailstore.index.StateSink;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.journal.NoRoom;
import dev.jebi.mailstore.journal.SegmentSize;
import dev.jebi.mailstore.snapshot.Snapshot;
import dev.jebi.mailstore.snapshot.Snapshots;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Gives back the disk space of what nobody needs any more: living octets of segments with little
/// life are moved into segments of their own; a snapshot behind that makes the old records
/// superfluous; then segments without life are deleted. A kill at any point loses nothing: octets
/// stand at the old place until the new one is durable, in the index and in a snapshot. Rounds are
/// one at a time.
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// Octets of a round that are worth it whatever lives.
    private static final long LEAST_ROUND = 8L << 20;

    /// An index is not worth it below that.
    private static final long LEAST_INDEX = 16L << 20;

    /// The index takes about three times what the snapshot of it takes; four times as much is too
    /// much.
    private static final long INDEX_FACTOR = 12;

    /// With a smaller share of what is never worth it gained, a round was not worth it.
    private static final int LEAST_GAIN_SHARE = 64;

    /// A round may copy this share of what lives: all that it gives back it gives back at its end,
    /// and what grows until then is in somebody's way.
    private static final int ROUND_SHARE = 16;

    /// And this one when somebody asked for it: a round has its price, whatever it copies.
    private static final int ASKED_SHARE = 3;

    /// What is moved is written in pieces of this share of what lives: whatever does not live in
    /// them any more is in the way until they are moved again.
    private static final int PIECE_SHARE = 32;

    private static final long LEAST_PIECE = 1L << 20;

    /// Pieces of less than this share of what a piece may have are small.
    private static final int SMALL_SHARE = 4;

    /// So many small ones are made into larger ones.
    private static final int MANY = 32;

    private final Parts parts;
    private final CompactionLimits limits;
    private final Throttle throttle;
    private final BlobPlaces blobs;
    private final ReentrantLock one = new ReentrantLock();

    /// What it works on.
    record Parts(
            Index index,
            Applier applier,
            Journal journal,
            Committer committer,
            Snapshots snapshots,
            Sizes sizes,
            Growth growth) {}

    Compaction(Parts parts, CompactionLimits limits, Throttle throttle) {
        this.parts = parts;
        this.limits = limits;
        this.throttle = throttle;
        this.blobs = new BlobPlaces(parts.index);
    }

    /// How much lives where, by an index that knows of all that happened before.
    SegmentUse use() throws IOException {
        settle();
        return glance();
    }

    private SegmentUse glance() throws IOException {
        long octets = parts.growth.octets();
        var use = new SegmentUse(parts.journal.segments());
        blobs.forEach(stored -> use.count(stored.place()));
        parts.growth.looked(use.living(), octets);
        return use;
    }

    StoreStats stats(SegmentUse use) throws IOException {
        return parts.sizes.of(use);
    }

    /// One round, when the store is larger than it should be.
    ///
    /// @return whether another one may be worth it
    boolean roundWhenDue() throws IOException {
        one.lock();
        try {
            // an index that lags knows of less that died, and what it shows may be full: when
            // nothing is gained by that, it is looked again
            boolean lags = parts.index.appliedLsn() < parts.applier.lastTaken();
            var use = glance();
            if (!due(stats(use))) {
                use = use();
                lags = false;
            }
            boolean more = roundWhenDue(use);
            return more || (lags && roundWhenDue(use()));
        } finally {
            one.unlock();
        }
    }

    private boolean due(StoreStats stats) {
        return stats.needed() > limits.bound(stats.living(), limits.percent());
    }

    private boolean roundWhenDue(SegmentUse use) throws IOException {
        var stats = stats(use);
        if (!due(stats)) {
            parts.growth.done();
            return false;
        }
        boolean hurry = stats.needed() > limits.bound(stats.living(), limits.hurry());
        throttle.rate(hurry ? Long.MAX_VALUE : limits.octetsPerSecond());
        long excess = stats.needed() - limits.bound(stats.living(), limits.percent() - 10);
        boolean worth = worth(round(use, excess, ROUND_SHARE));
        if (!worth) {
            parts.growth.done();
        }
        return worth;
    }

    /// Rounds at full speed until nothing is left to gain.
    long all(Consumer<String> progress) throws IOException {
        one.lock();
        try {
            throttle.rate(Long.MAX_VALUE);
            long gained = 0;
            long now;
            do { // with as much written meanwhile as is given back it would never end
                long before = octets();
                round(use(), Long.MAX_VALUE, ASKED_SHARE);
                now = before - octets();
                gained += Math.max(0, now);
                progress.accept("gave back " + gained + " octets");
            } while (worth(now));
            return gained;
        } finally {
            one.unlock();
        }
    }

    /// Segments whose end gives back so much, those with the least life first.
    private static List<SegmentUse.Use> victims(SegmentUse use, long excess, int share) {
        long budget = Math.max(LEAST_ROUND, use.living() / share);
        long gained = 0;
        var victims = new ArrayList<SegmentUse.Use>();
        for (SegmentUse.Use segment : use.ended()) {
            budget -= segment.living();
            boolean enough = gained >= excess && segment.living() > 0;
            if (enough || segment.percent() > CompactionLimits.FULL || budget < 0) {
                break;
            }
            gained += segment.octets() - segment.living();
            victims.add(segment);
        }
        return victims;
    }

    /// Octets of a piece, when so many live.
    private long piece(long living) {
        return Math.min(parts.journal.segmentOctets(), Math.max(LEAST_PIECE, living / PIECE_SHARE));
    }

    /// Pieces that are small, when there are many of them: what is moved in each round may be
    /// little, and a segment has its price, too.
    private List<SegmentUse.Use> small(SegmentUse use, List<SegmentUse.Use> victims) {
        long least = piece(use.living()) / SMALL_SHARE;
        var small = new ArrayList<SegmentUse.Use>();
        for (SegmentUse.Use segment : use.ended()) {
            boolean moved = ContentLocation.isMoved(segment.base());
            if (moved && segment.octets() < least && !victims.contains(segment)) {
                small.add(segment);
            }
        }
        return small.size() < MANY ? List.of() : small.subList(0, MANY);
    }

    /// Whether so much was gained that a further round may gain something too.
    private boolean worth(long gained) {
        return gained > Math.max(limits.constant() / LEAST_GAIN_SHARE, octets() / 100);
    }

    private long octets() {
        return parts.journal.segments().stream().mapToLong(SegmentSize::octets).sum();
    }

    /// @return by how many octets the journal is smaller than it would be
    private long round(SegmentUse known, long excess, int share) throws IOException {
        var victims = victims(known, excess, share);
        victims.addAll(small(known, victims));
        if (victims.isEmpty()) {
            return 0;
        }
        long start = System.nanoTime();
        var mover = new Mover(parts.journal, parts.committer, throttle, piece(known.living()));
        try {
            for (Stored stored : inside(victims)) {
                mover.move(stored);
            }
            mover.flush();
        } catch (NoRoom e) {
            LOG.warn("event=compaction outcome=no-room moved={}", mover.moved());
        }
        settle();
        var use = new SegmentUse(parts.journal.segments());
        var snapshot = snapshot(use);
        long freed = free(use, snapshot);
        LOG.info(
                "event=compaction segments={} moved={} freed={} milliseconds={}",
                victims.size(),
                mover.moved(),
                freed,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return freed - mover.moved();
    }

    /// What lives in segments, in the order in which it stands there.
    private List<Stored> inside(List<SegmentUse.Use> victims) throws IOException {
        var byBase = new TreeMap<Long, SegmentUse.Use>();
        for (SegmentUse.Use victim : victims) {
            if (victim.living() > 0) {
                byBase.put(victim.base(), victim);
            }
        }
        var found = new ArrayList<Stored>();
        if (!byBase.isEmpty()) {
            blobs.forEach(stored -> {
                var in = byBase.floorEntry(stored.place().position());
                if (in != null && stored.place().position() < in.getValue().end()) {
                    found.add(stored);
                }
            });
        }
        found.sort(Comparator.comparingLong(stored -> stored.place().position()));
        return found;
    }

    /// Waits until the index knows of what has happened before.
    void settle() throws IOException {
        long lsn = parts.applier.lastTaken();
        parts.applier.hurry(lsn);
        while (parts.index.appliedLsn() < lsn && !parts.applier.awaitApplied(lsn)) {
            throttle.pause(AGAIN_NANOS); // the index cannot be written now
        }
    }

    /// Writes a snapshot.
    ///
    /// @param use learns what lives at its moment
    Snapshot snapshot(SegmentUse use) throws IOException {
        return parts.snapshots.write(
                sink ->
                        parts.index.export(
                                new StateSink() {
                                    @Override
                                    public void begin(long appliedLsn) throws IOException {
                                        sink.begin(appliedLsn);
                                    }

                                    @Override
                                    public void changes(List<Change> changes) throws IOException {
                                        for (Change change : changes) {
                                            if (change instanceof BlobCounted counted) {
                                                use.count(counted.place());
                                            }
                                        }
                                        sink.changes(changes);
                                    }
                                }),
                throttle);
    }

    /// Has the index's file written anew when it is mostly what the index no longer needs.
    void compactIndex() throws IOException {
        long octets = parts.index.octets();
        if (octets > Math.max(LEAST_INDEX, parts.snapshots.newestOctets() * INDEX_FACTOR)
                && parts.snapshots.newestOctets() > 0
                && parts.index.compact()) {
            LOG.info("event=index-compacted before={} after={}", octets, parts.index.octets());
        }
    }

    /// Whether a start that begins with the snapshot needs no record of a segment.
    private static boolean isPast(SegmentUse.Use segment, Snapshot snapshot) {
        return ContentLocation.isMoved(segment.base()) || segment.end() <= snapshot.lsn();
    }

    /// Deletes segments without life that no replay needs any more. Nothing comes to life in them
    /// again: octets are only ever written at an end.
    private long free(SegmentUse use, Snapshot snapshot) throws IOException {
        var dead = new ArrayList<Long>();
        long freed = 0;
        for (SegmentUse.Use segment : use.ended()) {
            if (segment.living() == 0 && isPast(segment, snapshot)) {
                dead.add(segment.base());
                freed += segment.octets();
            }
        }
        parts.journal.free(dead);
        return freed;
    }
}
