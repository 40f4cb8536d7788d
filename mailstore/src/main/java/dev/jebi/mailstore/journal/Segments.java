package dev.jebi.mailstore.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/// The segments of a journal, by base. Reading is safe for several threads; segments of records are
/// added by one, those of moved octets by another, which also removes segments.
final class Segments {
    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    /// Positions that are never used again when the end of the journal is missing: more than could
    /// have been there.
    private static final long SKIPPED = 1L << 40;

    private final Disk disk;
    private final Spares spares;
    private final RecordFormat format;
    private final NavigableMap<Long, Segment> byBase;
    private final Freed freed;
    private final Reclaimed reclaimed = new Reclaimed();
    private final long warmOctets;

    /// What was written before it, or by an earlier process, is not called cold any more.
    private long cold;

    private Segments(
            Disk disk,
            Spares spares,
            RecordFormat format,
            NavigableMap<Long, Segment> byBase,
            Freed freed,
            long warmOctets) {
        this.disk = disk;
        this.spares = spares;
        this.format = format;
        this.byBase = byBase;
        this.freed = freed;
        this.warmOctets = warmOctets;
        this.cold = end();
    }

    /// Opens the segments that are there, and checks that they belong to one store.
    ///
    /// @param warmOctets what was written so long before the end is not expected to be read
    static Segments open(Disk disk, Spares spares, long warmOctets) throws IOException {
        var byBase = new ConcurrentSkipListMap<Long, Segment>();
        Optional<UUID> store = Optional.empty();
        var freed = Freed.read(disk);
        for (String name : disk.list()) {
            if (name.equals(Moving.UNFINISHED)) {
                disk.delete(name);
            }
            OptionalLong base = Segment.base(name);
            if (base.isEmpty()) {
                continue;
            }
            var file = disk.open(name);
            var segment = new Segment(base.getAsLong(), file.size(), file);
            if (freed.holds(segment.base(), segment.end())) {
                file.close();
                disk.delete(name); // a crash came between the word and the deed
                continue;
            }
            if (segment.isMoved()) {
                file.seal();
            }
            var owner = segment.store();
            if (owner.isEmpty()) {
                LOG.error("event=journal.damaged segment={} what=header", name);
            } else if (store.isPresent() && !store.equals(owner)) {
                throw new IOException("journal segment " + name + " belongs to another store");
            } else {
                store = owner;
            }
            byBase.put(segment.base(), segment);
        }
        if (store.isEmpty() && !byBase.isEmpty()) {
            throw new IOException("no journal segment has a readable header");
        }
        var format = new RecordFormat(store.orElseGet(UUID::randomUUID));
        var segments = new Segments(disk, spares, format, byBase, freed, warmOctets);
        segments.count();
        return segments;
    }

    RecordFormat format() {
        return format;
    }

    /// Where the segment behind the last one of records begins.
    long end() {
        var last = byBase.lowerEntry(ContentLocation.MOVED);
        return last == null ? 0 : last.getValue().end();
    }

    /// Where the next segment of moved octets begins: behind all that there ever were.
    long movedEnd() {
        var last = byBase.lastEntry();
        long end = last == null ? 0 : last.getValue().end();
        return Math.max(end, freed.movedEnd());
    }

    /// Those that records go into, ascending.
    private NavigableMap<Long, Segment> records() {
        return byBase.headMap(ContentLocation.MOVED, false);
    }

    /// Where the next segment can begin, when none follows at once.
    long unused() {
        return Math.max(end(), freed.end());
    }

    /// All, ascending.
    Collection<Segment> all() {
        return byBase.values();
    }

    /// Those of records from the one that holds `position` on, ascending; all of them when it is
    /// before the first.
    Collection<Segment> from(long position) {
        Long base = byBase.floorKey(position);
        return base == null ? records().values() : records().tailMap(base, true).values();
    }

    /// The segment that a location is in.
    Segment holding(ContentLocation location) throws IOException {
        var found = byBase.floorEntry(location.position());
        if (found == null
                || location.position() < found.getValue().first()
                || location.position() + location.size() > found.getValue().end()) {
            throw new OctetsGone(location);
        }
        return found.getValue();
    }

    /// The segment that a record is in.
    Segment holding(long lsn) throws IOException {
        return holding(new ContentLocation(lsn, RecordHeader.SIZE));
    }

    /// Makes the spare the segment at `base`, durably: after it, records can go there.
    Segment begin(long base, Spares.Spare spare) throws IOException {
        spare.named(disk, base, format.store());
        var segment = new Segment(base, spare.size(), spare.file());
        byBase.put(base, segment);
        count();
        prepare(segment);
        cool(base - warmOctets);
        return segment;
    }

    /// Has the segment behind the last one made.
    void prepare(Segment last) {
        spares.prepare(last, format.store());
    }

    /// Takes in a segment of moved octets that is whole and has its name, durably.
    void add(Segment segment) throws IOException {
        freed.moved(segment.end());
        byBase.put(segment.base(), segment);
        count();
    }

    /// What ends before this position is cold. Nobody waits for it: to take a segment out of memory
    /// takes some milliseconds.
    private void cool(long end) {
        var names = new ArrayList<String>();
        for (Segment segment : records().tailMap(cold, true).values()) {
            if (segment.end() > end) {
                break;
            }
            names.add(Segment.name(segment.base()));
            cold = segment.end();
        }
        if (!names.isEmpty()) {
            Runnable cooling = () -> names.forEach(disk::cold);
            Thread.ofPlatform().daemon().name("journal-cool").start(cooling);
        }
    }

    private void count() {
        spares.held(all().stream().mapToLong(Segment::size).sum());
    }

    /// Removes a segment that holds nothing.
    void remove(Segment segment) throws IOException {
        byBase.remove(segment.base());
        disk.delete(Segment.name(segment.base()));
        segment.file().close();
    }

    /// Gives segments back, whose records nobody needs any more. What was read from them stays
    /// readable until it is collected: their files are deleted, but not closed for readers.
    void free(List<Segment> dead) throws IOException {
        freed.add(dead);
        for (Segment segment : dead) {
            byBase.remove(segment.base());
            disk.delete(Segment.name(segment.base()));
            segment.file().seal();
            reclaimed.deleted(segment.file(), segment.size());
        }
        count();
    }

    /// Octets of such segments that the disk does not have back yet.
    long unreleased() {
        return reclaimed.octets();
    }

    /// Octets of all segments that were given back.
    long deleted() {
        return reclaimed.deleted();
    }

    /// Has somebody decide about positions before the last segment's end that no segment holds; and
    /// about those behind it, when the record at `applied` should be there: with its segment is
    /// missing whatever came after it, how much nobody knows.
    void judge(long applied, GapJudge judge) throws IOException {
        boolean endIsMissing = applied > unused();
        var gaps = freed.gaps(0, records().values(), endIsMissing ? applied + SKIPPED : end());
        var moved = byBase.tailMap(ContentLocation.MOVED, true).values();
        gaps.addAll(freed.gaps(ContentLocation.MOVED, moved, movedEnd()));
        decide(gaps, judge);
    }

    /// The last segment says that there is one behind it.
    void judgeEnd(GapJudge judge) throws IOException {
        decide(List.of(new Gap(end(), end() + SKIPPED, false)), judge);
    }

    private void decide(List<Gap> gaps, GapJudge judge) throws IOException {
        if (!gaps.isEmpty()) {
            judge.judge(gaps);
        }
        for (Gap gap : gaps) {
            if (!gap.freed()) {
                freed.add(gap.from(), gap.to());
            }
        }
    }

    /// The disk that they are on.
    Disk disk() {
        return disk;
    }

    void sync() throws IOException {
        disk.sync();
    }

    Spares spares() {
        return spares;
    }

    void close() throws IOException {
        spares.close();
        for (Segment segment : byBase.values()) {
            segment.file().close();
        }
    }
}
