package dev.jebi.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// One content after the other.
record Concatenated(List<Content> parts) implements Content {
    @Override
    public long size() {
        long size = 0;
        for (Content part : parts) { // asked for often
            size += part.size();
        }
        return size;
    }

    @Override
    public boolean inHeap() {
        return parts.stream().allMatch(Content::inHeap);
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        int read = 0;
        long start = 0;
        for (Content part : parts) {
            long end = start + part.size();
            if (offset + read < end && into.hasRemaining()) {
                read += part.read(offset + read - start, into);
            }
            start = end;
        }
        return read;
    }
}
