package dev.jebi.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A stream over a content; for one thread.
final class ContentStream extends InputStream {
    private final Content content;
    private long position;

    ContentStream(Content content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n = content.read(position, ByteBuffer.wrap(into, offset, length));
        position += n;
        return n == 0 ? -1 : n;
    }
}
