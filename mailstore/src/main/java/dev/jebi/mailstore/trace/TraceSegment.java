package dev.jebi.mailstore.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// A file of blocks:
///
/// ```
///  0  u64 magic  8  u32 version  12  u32 0
/// then blocks:
///  0  u32 octets behind these 28   4  u32 CRC32C of all behind these 8
///  8  u64 first                   16  u64 last          24  u32 keys
/// 28  u64 each key, then the events
/// ```
final class TraceSegment {
    static final int HEADER = 16;
    static final int FIXED = 28;

    /// The longest block that is taken for one.
    static final int MAX_BLOCK = 16 << 20;

    private static final long MAGIC = 0x4A45_4249_5452_4143L; // JEBITRAC
    private static final int VERSION = 1;

    private TraceSegment() {}

    static ByteBuffer header() {
        return ByteBuffer.allocate(HEADER).putLong(MAGIC).putInt(VERSION).putInt(0).flip();
    }

    static boolean isHeader(ByteBuffer octets) {
        return octets.remaining() == HEADER
                && octets.getLong(0) == MAGIC
                && octets.getInt(8) == VERSION;
    }

    static ByteBuffer encode(TraceBlock block) {
        int length = block.keys().length * Long.BYTES + block.octets().length;
        var octets =
                ByteBuffer.allocate(FIXED + length)
                        .putInt(length)
                        .putInt(0)
                        .putLong(block.first())
                        .putLong(block.last())
                        .putInt(block.keys().length);
        for (long key : block.keys()) {
            octets.putLong(key);
        }
        octets.put(block.octets()).flip();
        return octets.putInt(4, crc(octets.slice(8, octets.limit() - 8)));
    }

    private static int crc(ByteBuffer octets) {
        var crc = new CRC32C();
        crc.update(octets);
        return (int) crc.getValue();
    }

    /// A block that was read, and where the next one is.
    record Found(TraceBlock block, long next) {}

    /// Reads the block at a position; throws when there is no whole one.
    static Found read(FileChannel file, long position) throws IOException {
        var fixed = octets(file, position, FIXED);
        int length = fixed.getInt(0);
        int keys = fixed.getInt(24);
        if (length < 0 || length > MAX_BLOCK || keys < 0 || keys > length / Long.BYTES) {
            throw new IOException("no block of the trace at " + position);
        }
        var whole = octets(file, position, FIXED + length);
        if (crc(whole.slice(8, whole.limit() - 8)) != whole.getInt(4)) {
            throw new IOException("a damaged block of the trace at " + position);
        }
        var found = new long[keys];
        whole.position(FIXED).slice().asLongBuffer().get(found);
        var events = new byte[length - keys * Long.BYTES];
        whole.position(FIXED + keys * Long.BYTES).get(events);
        return new Found(
                new TraceBlock(whole.getLong(8), whole.getLong(16), found, events),
                position + FIXED + length);
    }

    static ByteBuffer octets(FileChannel file, long position, int length) throws IOException {
        var octets = ByteBuffer.allocate(length);
        while (octets.hasRemaining()) {
            if (file.read(octets, position + octets.position()) < 0) {
                throw new IOException("the trace ends too early");
            }
        }
        return octets.flip();
    }

    static void write(FileChannel file, long position, ByteBuffer octets) throws IOException {
        long at = position;
        while (octets.hasRemaining()) {
            at += file.write(octets, at);
        }
    }

    static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }
}
