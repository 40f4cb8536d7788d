package dev.jebi.wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.zip.Deflater;

/// What we send, compressed (RFC 4978: raw DEFLATE, RFC 1951). A compressor holds a quarter of a
/// megabyte: a wire that rests gives it back, and the next one begins where a flush has ended,
/// which is one and the same stream to the peer. For one thread.
final class Deflation {
    /// RFC 4978 §4: most of the gain for the least of the time.
    private static final int LEVEL = Deflater.BEST_SPEED;

    /// A flush that meets a full array must not write its mark twice.
    private static final int LEAST_PIECE = 64;

    private final int mostPiece;
    private @Nullable Deflater deflater;
    private boolean unflushed;

    /// @param mostPiece the largest step in which octets go out
    Deflation(int mostPiece) {
        this.mostPiece = mostPiece;
    }

    /// Where the compressed octets go; the array is the taker's.
    interface Pieces {
        void take(byte[] octets, int count) throws IOException;
    }

    /// Whether octets were taken that the peer cannot read yet.
    boolean unflushed() {
        return unflushed;
    }

    /// Takes octets, which may stay here until [#flush].
    void write(byte[] octets, int count, Pieces to) throws IOException {
        if (count > 0) {
            var open = open();
            open.setInput(octets, 0, count);
            unflushed = true;
            drain(open, Deflater.NO_FLUSH, count, to);
        }
    }

    /// Lets the peer read all that was written.
    void flush(Pieces to) throws IOException {
        if (unflushed) {
            drain(open(), Deflater.SYNC_FLUSH, 0, to);
            unflushed = false;
        }
    }

    /// Ends the stream: what comes behind it is plain.
    void finish(Pieces to) throws IOException {
        var open = open();
        open.finish();
        drain(open, Deflater.NO_FLUSH, 0, to);
        unflushed = false;
        rest();
    }

    private static int size(int count, int most) {
        return Math.clamp(count / 2L, LEAST_PIECE, most);
    }

    private void drain(Deflater open, int flush, int count, Pieces to) throws IOException {
        int size = size(count, mostPiece);
        while (true) {
            var piece = new byte[size];
            int length = open.deflate(piece, 0, size, flush);
            if (length > 0) {
                to.take(piece, length);
            }
            if (length < size) {
                return;
            }
            size = Math.min(mostPiece, 2 * size);
        }
    }

    private Deflater open() {
        var open = deflater;
        if (open == null) {
            open = new Deflater(LEVEL, true);
            deflater = open;
        }
        return open;
    }

    /// Gives back what it holds outside the heap, where nothing is left to flush.
    void rest() {
        if (deflater != null && !unflushed) {
            deflater.end();
            deflater = null;
        }
    }

    /// Gives back all.
    void close() {
        unflushed = false;
        rest();
    }
}
