package dev.jebi.mailstore.content;

import dev.jebi.content.Content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The CRC32C of octets.
public final class Checksum {
    private static final int STEP = 64 << 10;

    private Checksum() {}

    /// Of octets in heap.
    public static int of(byte[] octets) {
        var crc = new CRC32C();
        crc.update(octets);
        return (int) crc.getValue();
    }

    /// Of a content, read once in bounded steps.
    public static int of(Content content) throws IOException {
        long size = content.size();
        var crc = new CRC32C();
        var step = ByteBuffer.allocate((int) Math.min(STEP, Math.max(1, size)));
        for (long at = 0; at < size; at += step.limit()) {
            step.clear().limit((int) Math.min(step.capacity(), size - at));
            if (content.read(at, step) < step.limit()) {
                throw new EOFException("content is shorter than its size");
            }
            crc.update(step.flip());
        }
        return (int) crc.getValue();
    }
}
