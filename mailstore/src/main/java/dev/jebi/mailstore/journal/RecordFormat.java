package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// How a record stands in a segment; immutable. Its CRC begins with the store's id, which nobody
/// outside knows: no message can hold octets that recovery would take for a record.
///
/// ```
///  0  u32 CRC32C of the store's id and the octets from 4 to the end of the meta octets
///  4  u32 length of the meta octets      8  u64 LSN            16  u64 LSN of the batch
/// 24  u64 length of the body            32  u32 CRC32C of the body
/// 36  u8 type  u8 version  u16 0        40  meta octets, body, zeroes to a multiple of 8
/// ```
final class RecordFormat {
    private static final byte VERSION = 1;
    private static final int STEP = 64 << 10;

    private final UUID store;
    private final byte[] salt;

    RecordFormat(UUID store) {
        this.store = store;
        this.salt =
                ByteBuffer.allocate(16)
                        .putLong(store.getMostSignificantBits())
                        .putLong(store.getLeastSignificantBits())
                        .array();
    }

    UUID store() {
        return store;
    }

    /// Header and meta octets, ready to be written.
    ByteBuffer encode(RecordHeader header, ByteBuffer meta) {
        var octets =
                ByteBuffer.allocate(RecordHeader.SIZE + header.metaLength())
                        .putInt(0)
                        .putInt(header.metaLength())
                        .putLong(header.lsn())
                        .putLong(header.batch())
                        .putLong(header.bodyLength())
                        .putInt(header.bodyCrc())
                        .put(header.type())
                        .put(VERSION)
                        .putShort((short) 0)
                        .put(meta)
                        .flip();
        return octets.putInt(0, crc(octets));
    }

    /// The record at a position; empty when there is none whose header and meta octets are intact.
    Optional<StoredRecord> read(Segment segment, long lsn) throws IOException {
        long room = segment.end() - lsn - RecordHeader.SIZE;
        if (room < 0) {
            return Optional.empty();
        }
        var fixed = segment.octets(lsn, RecordHeader.SIZE);
        int metaLength = fixed.getInt(4);
        long bodyLength = fixed.getLong(24);
        boolean sane =
                fixed.getLong(8) == lsn
                        && metaLength >= 0
                        && metaLength <= room
                        && bodyLength >= 0
                        && bodyLength <= room - metaLength
                        && fixed.get(37) == VERSION;
        if (!sane) {
            return Optional.empty();
        }
        var octets = segment.octets(lsn, RecordHeader.SIZE + metaLength);
        if (crc(octets) != octets.getInt(0)) {
            return Optional.empty();
        }
        var header =
                new RecordHeader(
                        octets.get(36),
                        lsn,
                        octets.getLong(16),
                        metaLength,
                        bodyLength,
                        octets.getInt(32));
        return Optional.of(new StoredRecord(header, octets.position(RecordHeader.SIZE).slice()));
    }

    /// Whether the body is what was written.
    boolean intact(Segment segment, RecordHeader header) throws IOException {
        var crc = new CRC32C();
        var body = header.body();
        var step = ByteBuffer.allocate((int) Math.min(STEP, body.size()));
        for (long at = 0; at < body.size(); at += step.limit()) {
            step.clear().limit((int) Math.min(STEP, body.size() - at));
            segment.read(body.position() + at, step);
            crc.update(step.flip());
        }
        return (int) crc.getValue() == header.bodyCrc();
    }

    private int crc(ByteBuffer octets) {
        var crc = new CRC32C();
        crc.update(salt);
        crc.update(octets.array(), 4, octets.limit() - 4);
        return (int) crc.getValue();
    }
}
