package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The end of the journal, where records are written; for one thread at a time.
final class Tail {
    private static final int BUFFER = 1 << 20;
    private static final int PAGE = 4 << 10;
    private static final ByteBuffer ZEROES = ByteBuffer.allocateDirect(PAGE).asReadOnlyBuffer();
    private static final long RESERVE = 64 << 10;
    private static final int RESERVE_SHARE = 64;

    /// Room that stays for the record that ends a segment.
    private static final long END_LENGTH = RecordHeader.length(0, 0);

    private final Segments segments;
    private final RecordFormat format;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER + PAGE).limit(BUFFER);
    private Segment segment;

    /// Where the next octet goes; the buffer's octets stand before it.
    private long position;

    private long batch;
    private boolean sealed;

    Tail(Segments segments, Recovery.End end) {
        this.segments = segments;
        this.format = segments.format();
        this.segment = end.segment();
        this.position = end.position();
        this.batch = position;
        this.sealed = end.sealed();
    }

    long position() {
        return position;
    }

    /// Makes sure that a record fits. The last share of a segment is kept for records without body:
    /// on a full disk a client must still be able to expunge.
    ///
    /// @throws NoRoom when it does not; nothing has changed then
    void makeRoom(long metaLength, long bodyLength) throws IOException {
        if (fits(metaLength, bodyLength)) {
            return;
        }
        long length = RecordHeader.length(metaLength, bodyLength) + END_LENGTH;
        long room = segment.end() - position;
        Spares.Spare spare;
        try {
            spare = segments.spares().take(least(length), segment.size());
        } catch (NoRoom e) {
            if (bodyLength == 0 && length <= room) {
                return;
            }
            throw e;
        }
        roll(spare);
    }

    /// Whether a record fits where the next one goes, and leaves room for those without body.
    boolean fits(long metaLength, long bodyLength) {
        long length = RecordHeader.length(metaLength, bodyLength) + END_LENGTH;
        return length + reserve(segment.size()) <= segment.end() - position;
    }

    /// Whether a record fits where the next one goes, its reserve included.
    boolean holds(long metaLength, long bodyLength) {
        return RecordHeader.length(metaLength, bodyLength) + END_LENGTH <= segment.end() - position;
    }

    /// Proves what stands here, where there is room for that: damage to the last batch is told from
    /// a batch that was never synced by what stands behind it.
    void seal() throws IOException {
        if (!sealed && holds(0, 0)) {
            write(RecordHeader.VOID, ByteBuffer.allocate(0), Body.NONE);
            sync();
            sealed = true;
        }
    }

    /// Writes a record for which there is room; not yet synced.
    RecordHeader write(byte type, ByteBuffer meta, Body body) throws IOException {
        sealed = false;
        var header =
                new RecordHeader(type, position, batch, meta.remaining(), body.size(), body.crc());
        put(format.encode(header, meta));
        put(body.content());
        put(ByteBuffer.allocate((int) (header.next() - position)));
        return header;
    }

    /// Syncs all that was written: the next record begins a new batch.
    void sync() throws IOException {
        flush();
        segment.file().force();
        batch = position;
    }

    private void roll(Spares.Spare spare) throws IOException {
        // the next segment is there, durably, before this one says that it has ended
        Segment next = segments.begin(segment.end(), spare);
        write(RecordHeader.SEGMENT_END, ByteBuffer.allocate(0), Body.NONE);
        sync();
        segment = next;
        position = next.first();
        batch = position;
    }

    private void put(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            int n = Math.min(octets.remaining(), buffer.remaining());
            buffer.put(octets.slice(octets.position(), n));
            octets.position(octets.position() + n);
            advance(n);
        }
    }

    private void put(Content content) throws IOException {
        long size = content.size();
        for (long at = 0; at < size; ) {
            int n = (int) Math.min(size - at, buffer.remaining());
            buffer.limit(buffer.position() + n);
            int read = content.read(at, buffer);
            buffer.limit(BUFFER);
            if (read == 0) {
                throw new EOFException("content is shorter than it was");
            }
            advance(read);
            at += read;
        }
    }

    private void advance(int octets) throws IOException {
        position += octets;
        if (!buffer.hasRemaining()) {
            flush();
        }
    }

    /// Writes what is there, and the zeroes that follow it on its last page once more: of a page
    /// which is not in the page cache and is written in part, the rest would have to be read first.
    private void flush() throws IOException {
        long at = position - buffer.position() - segment.base();
        int rest = (int) (segment.base() - position & (PAGE - 1));
        buffer.limit(buffer.position() + rest).put(ZEROES.duplicate().limit(rest)).flip();
        segment.file().write(at, buffer);
        buffer.clear().limit(BUFFER);
    }

    private static long reserve(long size) {
        return Math.max(RESERVE, size / RESERVE_SHARE);
    }

    /// The least segment that holds a record of that length, its reserve kept.
    static long least(long length) {
        long used = Segment.HEADER + length;
        return used + used / 32 + RESERVE;
    }
}
