package dev.jebi.mailstore.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// How a snapshot stands in its file.
///
/// ```
///  0  u64 magic            8  u32 version      12  u32 0
/// 16  u128 id of the store 32  u64 LSN          40  u64 made, in milliseconds
/// 48  u32 CRC32C of the octets before          52  u32 0
/// then frames:
///  0  u32 length of the changes   4  u32 CRC32C of the frame's number and all behind these 8
///  8  the changes, as in a journal record
/// the last one:
///  0  u32 FFFFFFFF   4  u32 CRC32C as above   8  u64 frames   16  u64 changes   24  u64 rows
/// ```
final class SnapshotFormat {
    static final long MAGIC = 0x4A45_4249_534E_4150L; // JEBISNAP
    static final int VERSION = 1;
    static final int HEADER = 56;
    static final int FRAME = 8;
    static final int LAST = -1;
    static final int LAST_LENGTH = 24;

    /// The longest frame that a reader takes: a page of the longest rows stays far below.
    static final int MAX_FRAME = 256 << 20;

    private SnapshotFormat() {}

    static int crc(long number, ByteBuffer octets) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        crc.update(octets.duplicate());
        return (int) crc.getValue();
    }
}
