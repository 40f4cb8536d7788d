package dev.jebi.transfer.archive;

import java.io.IOException;
import java.io.InputStream;

/// A stream line by line; a line that is longer than the buffer comes in pieces. For one thread.
final class LinePieces {
    private static final int BUFFER = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int end;
    private long bufferAt;
    private int pieceEnd;
    private boolean starts = true;
    private boolean nextStarts = true;

    LinePieces(InputStream in, long position) {
        this.in = in;
        this.bufferAt = position;
    }

    /// Goes to the next piece; false at the end.
    boolean next() throws IOException {
        from = pieceEnd;
        starts = nextStarts;
        int scanned = from;
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    pieceEnd = scanned + 1;
                    nextStarts = true;
                    return true;
                }
            }
            if (from == 0 && end == buffer.length) {
                break;
            }
            scanned -= from;
            if (!fill()) {
                break;
            }
        }
        pieceEnd = end;
        nextStarts = false;
        return pieceEnd > from;
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, end - from);
        bufferAt += from;
        end -= from;
        pieceEnd -= from;
        from = 0;
        int read = in.read(buffer, end, buffer.length - end);
        if (read <= 0) {
            return false;
        }
        end += read;
        return true;
    }

    /// Where the piece begins in the stream.
    long position() {
        return bufferAt + from;
    }

    byte[] octets() {
        return buffer;
    }

    int from() {
        return from;
    }

    int end() {
        return pieceEnd;
    }

    int length() {
        return pieceEnd - from;
    }

    /// Whether the piece is the beginning of a line.
    boolean starts() {
        return starts;
    }

    /// Whether the piece is the end of a line.
    boolean ends() {
        return pieceEnd > from && buffer[pieceEnd - 1] == '\n';
    }

    /// Whether the line has nothing but its end.
    boolean blank() {
        return starts && ends() && (length() == 1 || (length() == 2 && buffer[from] == '\r'));
    }

    /// Whether the piece is the end of a line that ends with CRLF.
    boolean endsWithCrlf() {
        return ends() && length() >= 2 && buffer[pieceEnd - 2] == '\r';
    }

    /// Whether the piece begins with these octets, at `offset`.
    boolean has(int offset, byte[] wanted) {
        if (length() < offset + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (buffer[from + offset + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
