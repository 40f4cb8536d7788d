package dev.jebi.smtpserver;

import dev.jebi.content.Content;
import dev.jebi.content.FileRange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// Content in a spool file.
record SpooledContent(FileChannel channel, long size) implements Content {
    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int n = channel.read(into, offset + total);
            if (n < 0) {
                break;
            }
            total += n;
        }
        return total;
    }

    @Override
    public Optional<FileRange> file() {
        return Optional.of(new FileRange(channel, 0, size));
    }
}
