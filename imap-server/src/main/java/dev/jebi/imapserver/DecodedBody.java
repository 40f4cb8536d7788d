package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.mime.TransferDecoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// The body of a part without its transfer encoding (RFC 3516 §4.2): decoded each time when it is
/// read, never held whole. Read from front to back it is decoded twice, once to know its size. For
/// one thread.
final class DecodedBody implements Content {
    private static final int STEP = 16 * 1024;

    private final Content body;
    private final String encoding;
    private final long size;
    private InputStream decoded;
    private long position;

    DecodedBody(Content body, String encoding) throws IOException {
        this.body = body;
        this.encoding = encoding;
        this.decoded = begin();
        this.size = skip(Long.MAX_VALUE);
    }

    private InputStream begin() {
        position = 0;
        return TransferDecoding.open(body, encoding);
    }

    /// Passes over octets.
    ///
    /// @return how many
    private long skip(long most) throws IOException {
        var step = new byte[(int) Math.min(most, STEP)];
        long skipped = 0;
        while (skipped < most) {
            int n = decoded.read(step, 0, (int) Math.min(most - skipped, step.length));
            if (n < 0) {
                break;
            }
            skipped += n;
        }
        position += skipped;
        return skipped;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        if (offset < position) {
            decoded = begin();
        }
        if (offset > position) {
            skip(offset - position);
        }
        int read = 0;
        while (into.hasRemaining()) {
            var step = new byte[Math.min(into.remaining(), STEP)];
            int n = decoded.read(step, 0, step.length);
            if (n < 0) {
                break;
            }
            into.put(step, 0, n);
            read += n;
        }
        position += read;
        return read;
    }
}
