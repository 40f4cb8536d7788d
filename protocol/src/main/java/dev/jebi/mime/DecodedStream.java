package dev.jebi.mime;

import java.io.IOException;
import java.io.InputStream;

/// A stream of what a decoder makes of another stream. For one thread.
final class DecodedStream extends InputStream {
    private static final int CHUNK = 8192;

    private final InputStream encoded;
    private final OctetDecoder decoder;
    private final byte[] chunk = new byte[CHUNK];
    private final Octets decoded = new Octets();
    private int taken;
    private boolean ended;

    DecodedStream(InputStream encoded, OctetDecoder decoder) {
        this.encoded = encoded;
        this.decoder = decoder;
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
        while (taken == decoded.size()) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int n = decoded.copy(taken, into, offset, length);
        taken += n;
        return n;
    }

    @Override
    public void close() throws IOException {
        encoded.close();
    }

    private void fill() throws IOException {
        decoded.clear();
        taken = 0;
        int n = encoded.read(chunk, 0, chunk.length);
        if (n < 0) {
            decoder.end(decoded);
            ended = true;
        } else {
            decoder.decode(chunk, n, decoded);
        }
    }
}
