package dev.jebi.mailstore.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Which positions of the journal were given back, in a file beside the segments: what is neither
/// there nor in here is missing. For one thread.
final class Freed {
    private static final Logger LOG = LoggerFactory.getLogger(Freed.class);
    private static final String NAME = "freed";
    private static final String UNFINISHED = "freed.tmp";
    private static final long MAGIC = 0x4A45_4249_4652_4545L; // JEBIFREE
    private static final int VERSION = 2;
    private static final int HEAD = 16;

    private final Disk disk;

    /// Ends by beginnings; none touches another.
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /// The position behind all octets that had been moved when it was written.
    private long movedEnd = ContentLocation.MOVED;

    private Freed(Disk disk) {
        this.disk = disk;
    }

    /// Reads it; one that is damaged says nothing.
    static Freed read(Disk disk) throws IOException {
        var freed = new Freed(disk);
        if (disk.list().contains(NAME)) {
            var file = disk.open(NAME);
            try (file) {
                freed.decode(file);
            }
        }
        return freed;
    }

    private void decode(LogFile file) throws IOException {
        var octets = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.read(0, octets);
        octets.flip();
        boolean intact =
                octets.remaining() >= HEAD + Integer.BYTES
                        && octets.getLong(0) == MAGIC
                        && crc(octets) == octets.getInt(octets.limit() - Integer.BYTES);
        if (!intact) {
            LOG.error("event=journal.damaged segment={} what=list", NAME);
            return;
        }
        if (octets.getInt(8) > VERSION) {
            throw new NewerFormat("the journal's file " + NAME, octets.getInt(8), VERSION);
        }
        octets.position(HEAD);
        for (int i = octets.getInt(12); i > 0; i--) {
            ranges.put(octets.getLong(), octets.getLong());
        }
        if (octets.getInt(8) > 1) {
            movedEnd = octets.getLong();
        }
    }

    private static int crc(ByteBuffer octets) {
        var crc = new CRC32C();
        crc.update(octets.slice(0, octets.limit() - Integer.BYTES));
        return (int) crc.getValue();
    }

    /// The position behind all of them that held records.
    long end() {
        var last = ranges.lowerEntry(ContentLocation.MOVED);
        return last == null ? 0 : last.getValue();
    }

    /// The position behind all octets that were ever moved, as far as is known here.
    long movedEnd() {
        return movedEnd;
    }

    boolean holds(long from, long to) {
        Map.Entry<Long, Long> range = ranges.floorEntry(from);
        return range != null && range.getValue() >= to;
    }

    /// Remembers the position behind all octets that were ever moved, durably: a segment of theirs
    /// has no other behind it that would tell that it is missing.
    void moved(long end) throws IOException {
        movedEnd = Math.max(movedEnd, end);
        write();
    }

    /// Takes positions in, durably.
    void add(long from, long to) throws IOException {
        take(from, to);
        write();
    }

    /// Takes the positions of segments in, durably.
    void add(List<Segment> segments) throws IOException {
        if (!segments.isEmpty()) {
            segments.forEach(segment -> take(segment.base(), segment.end()));
            write();
        }
    }

    private void take(long from, long to) {
        if (ContentLocation.isMoved(from)) {
            movedEnd = Math.max(movedEnd, to);
        }
        long begin = from;
        long end = to;
        var before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            begin = before.getKey();
            end = Math.max(end, before.getValue());
        }
        for (var next = ranges.ceilingEntry(begin);
                next != null && next.getKey() <= end;
                next = ranges.ceilingEntry(begin)) {
            end = Math.max(end, next.getValue());
            ranges.remove(next.getKey());
        }
        ranges.put(begin, end);
    }

    private void write() throws IOException {
        var octets =
                ByteBuffer.allocate(HEAD + (ranges.size() * 2 + 1) * Long.BYTES + Integer.BYTES)
                        .putLong(MAGIC)
                        .putInt(VERSION)
                        .putInt(ranges.size());
        ranges.forEach((from, to) -> octets.putLong(from).putLong(to));
        octets.putLong(movedEnd);
        octets.putInt(crc(octets.duplicate().clear())).flip();
        var file = disk.create(UNFINISHED);
        try (file) {
            file.write(0, octets);
            file.force();
        }
        disk.rename(UNFINISHED, NAME);
        disk.sync();
    }

    /// The positions from `begin` on and before `end` that none of the segments holds.
    List<Gap> gaps(long begin, Iterable<Segment> segments, long end) {
        var gaps = new ArrayList<Gap>();
        long at = begin;
        for (Segment segment : segments) {
            gap(gaps, at, segment.base());
            at = segment.end();
        }
        gap(gaps, at, end);
        return gaps;
    }

    private void gap(List<Gap> gaps, long from, long to) {
        long at = from;
        while (at < to) {
            var range = ranges.floorEntry(at);
            boolean freed = range != null && range.getValue() > at;
            Long next = ranges.higherKey(at);
            long end = freed ? range.getValue() : next == null ? to : next;
            gaps.add(new Gap(at, Math.min(end, to), freed));
            at = end;
        }
    }
}
