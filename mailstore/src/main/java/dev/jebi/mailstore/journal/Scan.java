package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The search for records in a segment where the last one does not tell where the next begins; for
/// one thread.
final class Scan {
    private static final int WINDOW = 1 << 20;

    private final RecordFormat format;

    Scan(RecordFormat format) {
        this.format = format;
    }

    /// The first intact record at `from` or behind it.
    Optional<StoredRecord> next(Segment segment, long from) throws IOException {
        var window = ByteBuffer.allocate(WINDOW);
        long last = segment.end() - RecordHeader.SIZE;
        for (long at = from; at <= last; at += WINDOW) {
            window.clear().limit((int) Math.min(WINDOW, segment.end() - at));
            segment.read(at, window);
            // a record begins at a multiple of 8, its LSN 8 octets on: the step behind this one
            for (int i = 0; i + 8 <= window.limit(); i += 8) {
                long lsn = at + i - 8;
                if (lsn >= from && window.getLong(i) == lsn) {
                    var record = format.read(segment, lsn);
                    if (record.isPresent()) {
                        return record;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// Writes zeroes over everything from `from` on that is not zero, and syncs: so that nothing a
    /// crash left there can come back as a record.
    void clear(Segment segment, long from) throws IOException {
        var window = ByteBuffer.allocate(64 << 10);
        var zeroes = ByteBuffer.allocate(64 << 10);
        boolean cleared = false;
        for (long at = from; at < segment.end(); at += window.limit()) {
            window.clear().limit((int) Math.min(window.capacity(), segment.end() - at));
            segment.read(at, window);
            window.flip();
            zeroes.clear().limit(window.limit());
            if (window.mismatch(zeroes) >= 0) {
                segment.file().write(at - segment.base(), zeroes);
                cleared = true;
            }
        }
        if (cleared) {
            segment.file().force();
        }
    }
}
