package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.mime.TransferDecoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// The body of a part without its transfer encoding (RFC 3516 §4.2): decoded each time when it is
/// read, never held whole. It is decoded once to know its size; then it goes on from where it was
/// read last, and only who goes back has it decoded from the start. For one thread.
final class DecodedBody implements Content {
    private static final int STEP = 16 * 1024;

    private final Encoded encoded;
    private final String encoding;
    private final long size;
    private long firstNul = Long.MAX_VALUE;
    private long lastNul = -1;
    private InputStream decoded;
    private long position;

    DecodedBody(Content body, String encoding) throws IOException {
        this.encoded = new Encoded(body);
        this.encoding = encoding;
        this.decoded = begin();
        this.size = measure();
        this.decoded = begin();
    }

    /// The octets as they are stored.
    private static final class Encoded implements Content {
        private Content body;

        Encoded(Content body) {
            this.body = body;
        }

        @Override
        public long size() {
            return body.size();
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            return body.read(offset, into);
        }
    }

    /// Goes on with the same octets, as they were opened anew.
    void over(Content same) {
        encoded.body = same;
    }

    /// Where it would go on.
    long position() {
        return position;
    }

    /// Whether NUL may be among these octets: exact for all of them, and where none is near.
    boolean mayHaveNul(long offset, long length) {
        return offset <= lastNul && firstNul < offset + length;
    }

    private InputStream begin() {
        position = 0;
        return TransferDecoding.open(encoded, encoding);
    }

    private long measure() throws IOException {
        var step = new byte[STEP];
        long octets = 0;
        for (int n = decoded.read(step); n >= 0; n = decoded.read(step)) {
            for (int i = 0; i < n; i++) {
                if (step[i] == 0) {
                    firstNul = Math.min(firstNul, octets + i);
                    lastNul = octets + i;
                }
            }
            octets += n;
        }
        return octets;
    }

    private void skip(long octets) throws IOException {
        var step = new byte[(int) Math.min(octets, STEP)];
        long left = octets;
        while (left > 0) {
            int n = decoded.read(step, 0, (int) Math.min(left, step.length));
            if (n < 0) {
                break;
            }
            left -= n;
        }
        position += octets - left;
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
