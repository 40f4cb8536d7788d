package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A record's body with its CRC.
record Body(Content content, long size, int crc) {
    /// No octets.
    static final Body NONE = new Body(Content.of(new byte[0]), 0, 0);

    private static final int SMALL = 64 << 10;

    /// As much as stays near the processor between being read and being summed.
    private static final int STEP = 8 << 10;

    /// Reads a body for the first time, on the thread of whoever has it; a small one is kept, so
    /// that the committer need not read it from a file again.
    static Body of(Content content) throws IOException {
        long size = content.size();
        if (size == 0) {
            return NONE;
        }
        boolean keeps = size <= SMALL && !content.inHeap();
        var crc = new CRC32C();
        var step = ByteBuffer.allocate((int) Math.min(keeps ? SMALL : STEP, size));
        for (long at = 0; at < size; at += step.limit()) {
            step.clear().limit((int) Math.min(step.capacity(), size - at));
            if (content.read(at, step) < step.limit()) {
                throw new EOFException("content is shorter than its size");
            }
            crc.update(step.flip());
        }
        var kept = keeps ? Content.of(step.array()) : content;
        return new Body(kept, size, (int) crc.getValue());
    }
}
