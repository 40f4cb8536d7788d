package dev.jebi.mailstore.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// What a segment is about: for each block its position, and for each hash the blocks that have it,
/// sorted, so that a look takes a few reads of a closed segment.
///
/// ```
///  0  u64 magic   8  u32 version  12  u32 CRC32C of all behind these 16
/// 16  u64 first  24  u64 last     32  u32 blocks  36  u32 entries
/// 40  u64 each block's position, then each entry: a hash and, in the low 24 bits, a block's number
/// ```
///
/// @param first when the first event happened
/// @param last when the last event happened
record TraceIndex(long first, long last, long[] blocks, long[] entries) {
    static final int BLOCK_BITS = 24;
    static final int MAX_BLOCKS = 1 << BLOCK_BITS;

    private static final int HEADER = 40;
    private static final long MAGIC = 0x4A45_4249_5452_4958L; // JEBITRIX
    private static final int VERSION = 1;

    static long entry(long key, int block) {
        return (key << BLOCK_BITS) | block;
    }

    static int block(long entry) {
        return (int) (entry & (MAX_BLOCKS - 1));
    }

    /// Sorts what an open segment has gathered.
    static TraceIndex sorted(long first, long last, long[] blocks, long[] entries) {
        var sorted = entries.clone();
        Arrays.sort(sorted);
        return new TraceIndex(first, last, blocks, sorted);
    }

    /// Writes it beside its segment: whole or not at all.
    void write(Path path) throws IOException {
        var octets =
                ByteBuffer.allocate(HEADER + (blocks.length + entries.length) * Long.BYTES)
                        .putLong(MAGIC)
                        .putInt(VERSION)
                        .putInt(0)
                        .putLong(first)
                        .putLong(last)
                        .putInt(blocks.length)
                        .putInt(entries.length);
        octets.slice().asLongBuffer().put(blocks).put(entries);
        octets.position(0).limit(octets.capacity());
        var crc = new CRC32C();
        crc.update(octets.slice(16, octets.limit() - 16));
        octets.putInt(12, (int) crc.getValue());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (var file =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            TraceSegment.write(file, 0, octets);
            file.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Reads it whole, and checks it.
    static TraceIndex read(Path path) throws IOException {
        var octets = ByteBuffer.wrap(Files.readAllBytes(path));
        if (octets.limit() < HEADER || octets.getLong(0) != MAGIC || octets.getInt(8) != VERSION) {
            throw new IOException("no index of the trace: " + path);
        }
        var crc = new CRC32C();
        crc.update(octets.slice(16, octets.limit() - 16));
        long blocks = octets.getInt(32);
        long entries = octets.getInt(36);
        if ((int) crc.getValue() != octets.getInt(12)
                || octets.limit() != HEADER + (blocks + entries) * Long.BYTES) {
            throw new IOException("a damaged index of the trace: " + path);
        }
        var longs = octets.position(HEADER).slice().asLongBuffer();
        var index =
                new TraceIndex(
                        octets.getLong(16),
                        octets.getLong(24),
                        new long[(int) blocks],
                        new long[(int) entries]);
        longs.get(index.blocks).get(index.entries);
        return index;
    }

    /// Whether a file of an index can be there, and until when its segment reaches: its head alone.
    static long[] times(Path path) throws IOException {
        try (var file = TraceSegment.open(path)) {
            var head = TraceSegment.octets(file, 0, HEADER);
            if (head.getLong(0) != MAGIC || head.getInt(8) != VERSION) {
                throw new IOException("no index of the trace: " + path);
            }
            return new long[] {head.getLong(16), head.getLong(24)};
        }
    }

    /// A closed index on disk, read where it is asked.
    static final class OnDisk implements AutoCloseable {
        private final FileChannel file;
        private final int blocks;
        private final int entries;

        OnDisk(Path path) throws IOException {
            this.file = TraceSegment.open(path);
            var head = TraceSegment.octets(file, 0, HEADER);
            this.blocks = head.getInt(32);
            this.entries = head.getInt(36);
        }

        private long number(long at) throws IOException {
            return TraceSegment.octets(file, HEADER + at * Long.BYTES, Long.BYTES).getLong(0);
        }

        /// The position of a block.
        long position(int block) throws IOException {
            if (block >= blocks) {
                throw new IOException("the trace has no block " + block);
            }
            return number(block);
        }

        /// The numbers of the blocks that have a hash.
        int[] blocks(long key) throws IOException {
            long low = 0;
            long high = entries;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (number(blocks + middle) < entry(key, 0)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            var found = java.util.stream.IntStream.builder();
            for (long at = low; at < entries; at++) {
                long entry = number(blocks + at);
                if (entry >>> BLOCK_BITS != key) {
                    break;
                }
                found.add(block(entry));
            }
            return found.build().toArray();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
