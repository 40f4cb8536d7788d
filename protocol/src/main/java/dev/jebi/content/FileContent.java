package dev.jebi.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// Content in a file that its owner keeps open.
record FileContent(FileChannel channel, long size) implements Content {
    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        long left = size - offset;
        if (left <= 0) {
            return 0;
        }
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(into.remaining(), left));
        int read = 0;
        try {
            while (into.hasRemaining()) {
                int n = channel.read(into, offset + read);
                if (n < 0) {
                    throw new IOException("the file ends at " + (offset + read) + " of " + size);
                }
                read += n;
            }
        } finally {
            into.limit(limit);
        }
        return read;
    }

    @Override
    public Optional<FileRange> file() {
        return Optional.of(new FileRange(channel, 0, size));
    }
}
