package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads a segment from its first record to its end, and finds what is not as it was written; for
/// one thread.
final class Inspection {
    private final RecordFormat format;
    private final Scan scan;

    Inspection(RecordFormat format) {
        this.format = format;
        this.scan = new Scan(format);
    }

    /// Locations that are damaged, ascending: bodies with a wrong CRC, and whatever stands between
    /// records that can be read.
    ///
    /// @param until the position behind the last record that counts
    List<ContentLocation> damage(Segment segment, long until) throws IOException {
        var damaged = new ArrayList<ContentLocation>();
        long at = segment.first();
        while (at < Math.min(until, segment.end())) {
            var record = format.read(segment, at);
            if (record.isEmpty()) {
                record = scan.next(segment, at + 8);
                if (record.isEmpty()) {
                    damaged.add(new ContentLocation(at, segment.end() - at));
                    return damaged;
                }
                damaged.add(new ContentLocation(at, record.get().header().lsn() - at));
            }
            var header = record.get().header();
            if (!format.intact(segment, header)) {
                damaged.add(header.body());
            }
            if (header.type() == RecordHeader.SEGMENT_END) {
                return damaged;
            }
            at = header.next();
        }
        return damaged;
    }
}
