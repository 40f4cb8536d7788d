package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The journal of one store. Safe for use by several threads.
public final class Journal implements Log, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Segments segments;
    private final Committer committer;

    private Journal(Segments segments, Committer committer) {
        this.segments = segments;
        this.committer = committer;
    }

    /// Opens the journal in a directory, which is made where it is missing, and recovers: hands
    /// every record behind `appliedLsn` to `replay`, cuts a torn tail.
    ///
    /// @param appliedLsn the LSN of the last record that needs no replay; 0 for all
    /// @param onFailure called once, when the journal has failed: the process must end
    /// @throws NoRoom when the disk has no room for the first segment
    public static Journal open(
            Path directory,
            JournalLimits limits,
            long appliedLsn,
            RecordVisitor replay,
            Consumer<JournalFailed> onFailure)
            throws IOException {
        return open(new FileDisk(directory), limits, appliedLsn, replay, onFailure);
    }

    /// As the other one, on any disk.
    public static Journal open(
            Disk disk,
            JournalLimits limits,
            long appliedLsn,
            RecordVisitor replay,
            Consumer<JournalFailed> onFailure)
            throws IOException {
        return open(disk, limits, appliedLsn, replay, onFailure, GapJudge.LENIENT);
    }

    /// As the other ones.
    ///
    /// @param judge asked before anything is replayed when there are gaps, and after it when the
    ///   last segment is not the last one that there was
    public static Journal open(
            Disk disk,
            JournalLimits limits,
            long appliedLsn,
            RecordVisitor replay,
            Consumer<JournalFailed> onFailure,
            GapJudge judge)
            throws IOException {
        var spares = new Spares(disk, limits);
        spares.adopt();
        var segments = Segments.open(disk, spares, limits.warmOctets());
        try {
            segments.judge(appliedLsn, judge);
            var found = new Recovery(segments, appliedLsn, replay, judge).run();
            var end = found.isPresent() ? found.get() : begin(segments, appliedLsn);
            var tail = new Tail(segments, end);
            tail.seal();
            segments.prepare(end.segment());
            var committer = new Committer(tail, limits, onFailure);
            committer.start();
            return new Journal(segments, committer);
        } catch (IOException | RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    /// Begins a log behind everything that there was: behind `appliedLsn` too, for an index that is
    /// ahead of the log must not take new records for old ones.
    private static Recovery.End begin(Segments segments, long appliedLsn) throws IOException {
        long base = segments.unused();
        if (appliedLsn >= base && appliedLsn > 0) {
            LOG.error("event=journal.damaged applied={} end={} what=lost", appliedLsn, base);
            base = (appliedLsn / Segment.HEADER + 1) * Segment.HEADER;
        }
        var segment = segments.begin(base, segments.spares().take(Tail.least(0), 0));
        return new Recovery.End(segment, segment.first(), true);
    }

    /// As the [Log] says.
    ///
    /// @throws NoRoom when the disk is full; the entry was not prepared
    /// @throws JournalFailed when the journal has failed, now or before
    @Override
    public boolean append(Entry entry) throws IOException {
        return committer.append(entry);
    }

    @Override
    public Content read(ContentLocation location) throws IOException {
        if (location.size() == 0) {
            return Content.of(new byte[0]);
        }
        var segment = segments.holding(location);
        return new JournalContent(
                segment.file(), location.position() - segment.base(), location.size());
    }

    /// The meta octets of a record, checked.
    public ByteBuffer meta(long lsn) throws IOException {
        return stored(segments.holding(lsn), lsn).meta();
    }

    /// Whether a record's octets, body included, are those that were written.
    public boolean verify(long lsn) throws IOException {
        var segment = segments.holding(lsn);
        var record = segments.format().read(segment, lsn);
        return record.isPresent() && segments.format().intact(segment, record.get().header());
    }

    /// Writes octets once more, into a segment of their own; returns when it is durable. What is
    /// written there is read by its location, and never replayed: whoever moves octets says so in a
    /// record. For one thread at a time.
    ///
    /// @param wrote told of every step, so many octets each
    /// @return where the contents stand now, in their order
    /// @throws NoRoom when the disk is full; nothing has changed then
    public List<ContentLocation> move(List<Content> contents, LongConsumer wrote)
            throws IOException {
        var moving = new Moving(segments.format(), segments.movedEnd());
        for (Content content : contents) {
            moving.add(content);
        }
        segments.add(moving.write(segments.disk(), segments.spares().room(), wrote));
        return moving.places();
    }

    /// Gives segments back, whose records nobody needs any more: what lives of them stands in later
    /// segments, and a state behind them is durable. For one thread at a time.
    ///
    /// @param bases where they begin; not the last one
    public void free(List<Long> bases) throws IOException {
        var dead = new ArrayList<Segment>();
        for (long base : bases) {
            var segment = segments.holding(base + Segment.HEADER);
            if (segment.base() != base || !ended(segment)) {
                throw new IllegalArgumentException("not a segment that can be freed: " + base);
            }
            dead.add(segment);
        }
        segments.free(dead);
        for (Segment segment : dead) {
            LOG.info(
                    "event=journal.freed segment={} octets={}",
                    Segment.name(segment.base()),
                    segment.size());
        }
    }

    /// Octets of segments that were given back, but that the disk has not got back yet: somebody
    /// may still read them.
    public long unreleased() {
        return segments.unreleased();
    }

    /// Octets of all segments that were given back since the journal was opened.
    public long deleted() {
        return segments.deleted();
    }

    /// The size that segments grow to.
    public long segmentOctets() {
        return segments.spares().most();
    }

    /// Octets of the segment that is kept ready.
    public long spareOctets() {
        return segments.spares().octets();
    }

    /// Reads a segment from end to end.
    ///
    /// @return the locations whose octets are not what was written
    public List<ContentLocation> damage(long base) throws IOException {
        var segment = segments.holding(base + Segment.HEADER);
        long end = segment.isMoved() ? segment.end() : durableLsn();
        return new Inspection(segments.format()).damage(segment, end);
    }

    /// Every record with a smaller LSN is durable.
    public long durableLsn() {
        return committer.durableLsn();
    }

    /// Whether the journal has failed.
    public boolean failed() {
        return committer.failed();
    }

    /// The id of the store that the segments belong to, made with the first one.
    public UUID store() {
        return segments.format().store();
    }

    /// The segments, ascending: those of records first, then those of moved octets.
    public List<SegmentSize> segments() {
        return segments.all().stream()
                .map(segment -> new SegmentSize(segment.base(), segment.size(), ended(segment)))
                .toList();
    }

    private boolean ended(Segment segment) {
        return segment.isMoved() || segment.end() < segments.end();
    }

    /// Waits for what was handed in, then ends. Contents that were read stay readable, but their
    /// channels are closed.
    @Override
    public void close() {
        committer.close();
        try {
            segments.close();
        } catch (IOException e) { // everything acknowledged is synced: nothing is lost by it
            LOG.warn("event=journal.close outcome=failed", e);
        }
    }

    private StoredRecord stored(Segment segment, long lsn) throws IOException {
        return segments.format()
                .read(segment, lsn)
                .orElseThrow(() -> new IOException("no intact record at " + lsn));
    }
}
