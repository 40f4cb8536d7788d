package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// A segment of moved octets while it is written. It has its name when it is whole and durable, and
/// is as long as it needs to be: what a crash leaves before that, the next start removes. For one
/// thread.
final class Moving {
    /// What the file is called until then.
    static final String UNFINISHED = "moved.tmp";

    private static final int STEP = 1 << 20;
    private static final int STEPS_PER_SYNC = 8;

    private final RecordFormat format;
    private final List<Content> octets = new ArrayList<>();
    private final List<ContentLocation> places = new ArrayList<>();
    private final long base;
    private long position;

    /// @param base where it begins
    Moving(RecordFormat format, long base) {
        this.format = format;
        this.base = base;
        this.position = base + Segment.HEADER;
    }

    /// Takes octets in, behind those before; they are read now and when they are written.
    void add(Content content) throws IOException {
        var body = Body.of(content);
        places.add(record(RecordHeader.MOVED, body).body());
        octets.set(octets.size() - 2, content); // and not what the body has in heap
    }

    /// Where they stand, in their order.
    List<ContentLocation> places() {
        return places;
    }

    private RecordHeader record(byte type, Body body) {
        var header = new RecordHeader(type, position, base, 0, body.size(), body.crc());
        var fixed = new byte[RecordHeader.SIZE];
        format.encode(header, ByteBuffer.allocate(0)).get(fixed);
        position = header.next();
        octets.add(Content.of(fixed));
        octets.add(body.content());
        octets.add(Content.of(new byte[(int) (position - header.body().end())]));
        return header;
    }

    /// Writes it.
    ///
    /// @param wrote told of every step
    Segment write(Disk disk, long room, LongConsumer wrote) throws IOException {
        record(RecordHeader.SEGMENT_END, Body.NONE);
        long size = -Math.floorDiv(base - position, (long) Segment.HEADER) * Segment.HEADER;
        octets.add(Content.of(new byte[(int) (base + size - position)]));
        if (size > room) {
            throw new NoRoom("the disk is full: no room for a journal segment of " + size);
        }
        boolean written = false;
        try (var file = disk.create(UNFINISHED)) {
            fill(new Segment(base, size, file), wrote);
            written = true;
        } finally {
            if (!written) {
                disk.delete(UNFINISHED);
            }
        }
        String name = Segment.name(base);
        disk.rename(UNFINISHED, name);
        disk.sync();
        return open(disk, name);
    }

    /// Opens one that is whole.
    private Segment open(Disk disk, String name) throws IOException {
        var file = disk.open(name);
        file.seal();
        return new Segment(base, file.size(), file);
    }

    private void fill(Segment segment, LongConsumer wrote) throws IOException {
        octets.addFirst(Content.of(segment.block(format.store()).array()));
        var all = Content.concat(octets.toArray(Content[]::new));
        var step =
                ByteBuffer.allocateDirect(STEP + NewFile.ALIGNMENT).alignedSlice(NewFile.ALIGNMENT);
        int steps = 0;
        for (long at = 0; at < segment.size(); at += STEP) {
            step.clear().limit((int) Math.min(STEP, segment.size() - at));
            int read = all.read(at, step);
            if (read < step.limit()) {
                throw new EOFException("content is shorter than it was");
            }
            segment.file().write(at, step.flip());
            if (++steps % STEPS_PER_SYNC == 0) { // small bites: others sync on this disk too
                segment.file().force();
            }
            wrote.accept(read);
        }
        segment.file().force();
    }
}
