package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;
import dev.jebi.content.FileRange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Octets in a segment.
record JournalContent(LogFile log, long offset, long size) implements Content {
    @Override
    public int read(long at, ByteBuffer into) throws IOException {
        int n = (int) Math.clamp(size - at, 0L, (long) into.remaining());
        int limit = into.limit();
        into.limit(into.position() + n);
        try {
            return log.read(offset + at, into);
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public Optional<FileRange> file() {
        return log.channel().map(channel -> new FileRange(channel, offset, size));
    }
}
