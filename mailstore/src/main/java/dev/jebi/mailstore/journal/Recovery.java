package dev.jebi.mailstore.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/// What happens when a journal is opened: its records are read back in order, and its end is found.
/// What a crash left behind the last intact record is cleared.
///
/// A place that cannot be read, with intact records behind it, is either damage to what was
/// acknowledged or a part of the last batch that never reached the disk. Each record says where its
/// batch began, and all before that was synced when it was written: a record of a later batch
/// proves damage. Damage is logged as an error and left as it is; a hole in the last batch is
/// covered with a void record, so that nobody takes it for damage later. Records behind either are
/// kept.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Segments segments;
    private final RecordFormat format;
    private final Scan scan;
    private final long appliedLsn;
    private final RecordVisitor replay;
    private Optional<End> end = Optional.empty();
    private OptionalLong lastBatch = OptionalLong.empty();
    private long replayed;

    Recovery(Segments segments, long appliedLsn, RecordVisitor replay) {
        this.segments = segments;
        this.format = segments.format();
        this.scan = new Scan(format);
        this.appliedLsn = appliedLsn;
        this.replay = replay;
    }

    /// Where the next record goes.
    record End(Segment segment, long position) {}

    /// Replays and finds the end; empty when there is no segment or the log ends before
    /// `appliedLsn`.
    Optional<End> run() throws IOException {
        List<Segment> tail = new ArrayList<>(segments.from(appliedLsn));
        for (Segment segment : tail) {
            segment.file().force(); // what is trusted from here on must be durable
        }
        for (Segment segment : tail) {
            read(segment);
        }
        if (end.isEmpty() && !tail.isEmpty()) {
            end = Optional.of(new End(tail.getFirst(), tail.getFirst().first()));
        }
        if (end.isPresent()) {
            cut(end.get(), tail);
        }
        LOG.info(
                "event=journal.open segments={} applied={} end={} replayed={}",
                segments.all().size(),
                appliedLsn,
                end.map(End::position).orElse(0L),
                replayed);
        return end.filter(found -> found.position() > appliedLsn);
    }

    private void read(Segment segment) throws IOException {
        long at = segment.first();
        if (appliedLsn >= at && appliedLsn < segment.end()) {
            at = format.read(segment, appliedLsn).map(r -> r.header().lsn()).orElse(at);
        }
        while (at < segment.end()) {
            var record = format.read(segment, at);
            if (record.isEmpty()) {
                var next = scan.next(segment, at + 8);
                if (next.isEmpty()) {
                    break;
                }
                hole(segment, at, next.get().header().lsn(), "record");
                record = next;
            }
            var header = record.get().header();
            if (header.type() == RecordHeader.SEGMENT_END) {
                return;
            }
            take(segment, record.get());
            at = header.next();
        }
        if (segment.end() < segments.end() && proven(at)) {
            LOG.error(
                    "event=journal.damaged segment={} position={} what=end",
                    Segment.name(segment.base()),
                    at);
        }
    }

    private void take(Segment segment, StoredRecord record) throws IOException {
        var header = record.header();
        if (header.type() != RecordHeader.VOID && header.lsn() > appliedLsn) {
            if (!format.intact(segment, header)) {
                if (!proven(header.lsn())) {
                    hole(segment, header.lsn(), header.next(), "body");
                    return;
                }
                // a message with wrong octets is better than none, and its numbers are taken
                LOG.error("event=journal.damaged lsn={} what=body", header.lsn());
            }
            replay.record(header.lsn(), header.type(), record.meta(), header.body());
            replayed++;
        }
        end = Optional.of(new End(segment, header.next()));
    }

    /// Octets from `from` to `to` that are no intact record.
    private void hole(Segment segment, long from, long to, String what) throws IOException {
        if (proven(from)) {
            LOG.error("event=journal.damaged from={} to={} what={}", from, to, what);
            return;
        }
        LOG.warn("event=journal.torn from={} to={} what={}", from, to, what);
        if (!last(segment, to)) {
            cover(segment, from, to);
        }
    }

    private boolean last(Segment segment, long position) throws IOException {
        return scan.next(segment, position).isEmpty();
    }

    private void cover(Segment segment, long from, long to) throws IOException {
        int body = (int) (to - from - RecordHeader.SIZE);
        if (body < 0) {
            return;
        }
        var crc = new CRC32C();
        crc.update(new byte[body]);
        var header = new RecordHeader(RecordHeader.VOID, from, from, 0, body, (int) crc.getValue());
        var octets = ByteBuffer.allocate((int) (to - from));
        octets.put(format.encode(header, ByteBuffer.allocate(0))).clear();
        segment.file().write(from - segment.base(), octets);
        segment.file().force();
    }

    /// Whether all before and at `position` was once synced.
    private boolean proven(long position) throws IOException {
        if (lastBatch.isEmpty()) {
            lastBatch = OptionalLong.of(findLastBatch());
        }
        return lastBatch.getAsLong() > position;
    }

    private long findLastBatch() throws IOException {
        var descending = new ArrayList<>(segments.from(appliedLsn));
        Collections.reverse(descending);
        for (Segment segment : descending) {
            long batch = -1;
            var record = scan.next(segment, segment.first());
            while (record.isPresent()) {
                batch = record.get().header().batch();
                long next = record.get().header().next();
                record = format.read(segment, next);
                if (record.isEmpty()) {
                    record = scan.next(segment, next);
                }
            }
            if (batch >= 0) {
                return batch;
            }
        }
        return -1;
    }

    /// Clears what lies behind the end: a torn record, a segment's end whose next segment holds
    /// nothing, segments that hold nothing.
    private void cut(End found, List<Segment> tail) throws IOException {
        scan.clear(found.segment(), found.position());
        for (Segment segment : tail) {
            if (segment.base() > found.segment().base()) {
                segments.remove(segment);
                segments.sync();
            }
        }
    }
}
