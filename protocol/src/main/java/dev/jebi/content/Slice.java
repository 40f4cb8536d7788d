package dev.jebi.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A part of another content.
record Slice(Content whole, long offset, long size) implements Content {
    @Override
    public int read(long at, ByteBuffer into) throws IOException {
        long left = size - at;
        if (left <= 0) {
            return 0;
        }
        if (into.remaining() <= left) {
            return whole.read(offset + at, into);
        }
        int limit = into.limit();
        into.limit(into.position() + (int) left);
        try {
            return whole.read(offset + at, into);
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public boolean inHeap() {
        return whole.inHeap();
    }

    @Override
    public Optional<FileRange> file() {
        return whole.file().map(f -> new FileRange(f.channel(), f.position() + offset, size));
    }
}
