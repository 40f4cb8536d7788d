package dev.jebi.mailstore.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What happens when a journal is opened: its records are read back in order, and its end is found.
/// What a crash left behind the last intact record is cleared.
///
/// A place that cannot be read, with intact records behind it, is either damage to what was
/// acknowledged or a part of the last batch that never reached the disk. Each record says where its
/// batch began, and all before that was synced when it was written: a record of a later batch
/// proves damage. Damage is logged as an error and left as it is, and the records behind it are
/// kept. In the last batch the log ends at the first such place: nobody was told of that batch, and
/// its records build on one another, so that one without those before it would be wrong.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Segments segments;
    private final RecordFormat format;
    private final Scan scan;
    private final long appliedLsn;
    private final RecordVisitor replay;
    private final GapJudge judge;
    private Optional<End> end = Optional.empty();
    private OptionalLong lastBatch = OptionalLong.empty();
    private long replayed;
    private boolean endMissing;

    Recovery(Segments segments, long appliedLsn, RecordVisitor replay, GapJudge judge) {
        this.judge = judge;
        this.segments = segments;
        this.format = segments.format();
        this.scan = new Scan(format);
        this.appliedLsn = appliedLsn;
        this.replay = replay;
    }

    /// Where the next record goes.
    ///
    /// @param sealed whether all before is proven to have been synced
    record End(Segment segment, long position, boolean sealed) {}

    /// Replays and finds the end; empty when there is no segment or the log ends before
    /// `appliedLsn`.
    Optional<End> run() throws IOException {
        List<Segment> tail = new ArrayList<>(segments.from(appliedLsn));
        segments.sync(); // what is trusted from here on must be durable, names too
        for (Segment segment : tail) {
            segment.file().force();
        }
        for (Segment segment : tail) {
            if (!read(segment)) {
                break;
            }
        }
        if (endMissing) {
            segments.judgeEnd(judge);
            return Optional.empty();
        }
        if (end.isEmpty() && !tail.isEmpty()) {
            end = Optional.of(new End(tail.getFirst(), tail.getFirst().first(), true));
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

    /// Reads a segment.
    ///
    /// @return false when the log ends in it, torn
    private boolean read(Segment segment) throws IOException {
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
                if (torn(at, next.get().header().lsn(), "record")) {
                    return false;
                }
                record = next;
            }
            var header = record.get().header();
            if (header.type() == RecordHeader.SEGMENT_END) {
                // the segment behind it was there, durably, before this record was written
                endMissing = segment.end() == segments.end();
                return true;
            }
            if (!take(segment, record.get())) {
                return false;
            }
            at = header.next();
        }
        if (segment.end() < segments.end() && proven(at)) {
            LOG.error(
                    "event=journal.damaged segment={} position={} what=end",
                    Segment.name(segment.base()),
                    at);
        }
        return true;
    }

    private boolean take(Segment segment, StoredRecord record) throws IOException {
        var header = record.header();
        if (header.type() != RecordHeader.VOID && header.lsn() > appliedLsn) {
            // a message with wrong octets is better than none, and its numbers are taken
            if (!format.intact(segment, header) && torn(header.lsn(), header.next(), "body")) {
                return false;
            }
            replay.record(header.lsn(), header.type(), record.meta(), header.body());
            replayed++;
        }
        boolean seal = header.type() == RecordHeader.VOID;
        end = Optional.of(new End(segment, header.next(), seal));
        return true;
    }

    /// Tells of octets that are no intact record.
    ///
    /// @return whether they were never synced
    private boolean torn(long from, long to, String what) throws IOException {
        if (proven(from)) {
            LOG.error("event=journal.damaged from={} to={} what={}", from, to, what);
            return false;
        }
        LOG.warn("event=journal.torn from={} what={}", from, what);
        return true;
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

    /// Clears what lies behind the end: a torn batch, a segment's end whose next segment holds
    /// nothing, segments that hold nothing. The last goes first: no gap may come of a kill.
    private void cut(End found, List<Segment> tail) throws IOException {
        scan.clear(found.segment(), found.position());
        for (Segment segment : tail.reversed()) {
            if (segment.base() > found.segment().base()) {
                segments.remove(segment);
                segments.sync();
            }
        }
    }
}
