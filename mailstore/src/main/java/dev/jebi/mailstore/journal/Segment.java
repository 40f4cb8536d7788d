package dev.jebi.mailstore.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.CRC32C;

/// A segment: a file of fixed size whose octets have the positions from `base` on. It begins with a
/// block that names the store.
record Segment(long base, long size, LogFile file) {
    /// Octets before the first record.
    static final int HEADER = 4 << 10;

    private static final long MAGIC = 0x4A45_4249_4A52_4E4CL; // JEBIJRNL
    private static final int VERSION = 1;

    /// Of segments of moved octets.
    private static final int MOVED_VERSION = 2;

    private static final int CHECKED = 48;

    static String name(long base) {
        return HexFormat.of().toHexDigits(base) + ".seg";
    }

    /// The base in a segment's file name; empty when it is another file's name.
    static OptionalLong base(String name) {
        if (!name.matches("[0-9a-f]{16}\\.seg")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(HexFormat.fromHexDigitsToLong(name, 0, 16));
    }

    /// Whether it holds octets that were moved, and no records that are replayed.
    boolean isMoved() {
        return ContentLocation.isMoved(base);
    }

    /// Where the segment behind this one begins.
    long end() {
        return base + size;
    }

    /// Where its first record begins.
    long first() {
        return base + HEADER;
    }

    void read(long position, ByteBuffer into) throws IOException {
        int wanted = into.remaining();
        if (file.read(position - base, into) != wanted) {
            throw new EOFException("segment " + name(base) + " is shorter than it was");
        }
    }

    ByteBuffer octets(long position, int length) throws IOException {
        var octets = ByteBuffer.allocate(length);
        read(position, octets);
        return octets.flip();
    }

    /// Writes the block at its beginning, and syncs it.
    void begin(UUID store) throws IOException {
        file.write(0, block(store));
        file.force();
    }

    /// The block at its beginning.
    ByteBuffer block(UUID store) {
        var block =
                ByteBuffer.allocate(HEADER)
                        .putLong(MAGIC)
                        .putInt(version())
                        .putInt(0)
                        .putLong(store.getMostSignificantBits())
                        .putLong(store.getLeastSignificantBits())
                        .putLong(base)
                        .putLong(size);
        return block.putInt(crc(block.array())).clear();
    }

    /// The store it belongs to; empty when the block at its beginning is damaged.
    Optional<UUID> store() throws IOException {
        if (size < HEADER) {
            return Optional.empty();
        }
        var block = octets(base, HEADER);
        boolean ours = block.getLong(0) == MAGIC && block.getInt(CHECKED) == crc(block.array());
        if (ours && block.getInt(8) > version()) {
            throw new NewerFormat("the journal segment " + name(base), block.getInt(8), version());
        }
        boolean intact = ours && block.getInt(8) == version() && block.getLong(32) == base;
        return intact
                ? Optional.of(new UUID(block.getLong(16), block.getLong(24)))
                : Optional.empty();
    }

    private int version() {
        return isMoved() ? MOVED_VERSION : VERSION;
    }

    private static int crc(byte[] block) {
        var crc = new CRC32C();
        crc.update(block, 0, CHECKED);
        return (int) crc.getValue();
    }
}
