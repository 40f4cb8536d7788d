package dev.jebi.wire;

import static dev.jebi.content.Scan.CR;
import static dev.jebi.content.Scan.LF;

import dev.jebi.content.Scan;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// Reads lines that end in CRLF and in nothing else (RFC 5321 §2.3.8). Whatever is wrong with a
/// line, it is read up to its LF, so that the next read begins with the next line; but not for
/// ever: a line that stays without LF ends the conversation.
final class LineReader {
    /// How many octets of a line are passed over; compressed, they are some kilobytes.
    private static final long MOST_DROPPED = 64L << 20;

    private final Input input;

    LineReader(Input input) {
        this.input = input;
    }

    byte[] read(int limit) throws IOException {
        byte[] chunk = input.chunk(true);
        int from = input.position();
        int lf = Scan.indexOf(chunk, from, chunk.length, LF);
        if (lf < 0) {
            return readOn(limit);
        }
        input.advance(lf + 1);
        return line(chunk, from, lf, limit);
    }

    /// A line that stands in more than one chunk. Half a line is not waited for when the server
    /// stops: a client that keeps it back would hold up the stop.
    private byte[] readOn(int limit) throws IOException {
        var patience = input.patience(); // a line of an octet a minute has no end
        try {
            return collect(limit);
        } finally {
            patience.end();
        }
    }

    private byte[] collect(int limit) throws IOException {
        int most = limit + 2; // with its CR, and one more that tells that it is too long
        byte[] line = new byte[Math.min(128, most)];
        int length = 0;
        long dropped = 0;
        while (true) {
            byte[] chunk = input.chunk(true);
            int from = input.position();
            int lf = Scan.indexOf(chunk, from, chunk.length, LF);
            int end = lf < 0 ? chunk.length : lf;
            int kept = Math.min(end - from, most - length);
            if (length + kept > line.length) {
                line = Arrays.copyOf(line, Math.min(most, Math.max(length + kept, length * 2)));
            }
            System.arraycopy(chunk, from, line, length, kept);
            length += kept;
            dropped += end - from - kept;
            if (dropped > MOST_DROPPED) {
                throw new EOFException("a line without end");
            }
            input.advance(lf < 0 ? end : lf + 1);
            if (lf >= 0) {
                return line(line, 0, length, limit);
            }
        }
    }

    /// The line that begins at `from` and whose LF stands at `lf`.
    private static byte[] line(byte[] octets, int from, int lf, int limit) throws IOException {
        boolean strict = lf > from && octets[lf - 1] == CR;
        int end = strict ? lf - 1 : lf;
        if (end - from > limit) {
            throw new LineTooLong("a line of more than " + limit + " octets");
        }
        if (!strict) {
            throw new BareLineEnd("a LF without CR");
        }
        if (Scan.indexOf(octets, from, end, CR) >= 0) {
            throw new BareLineEnd("a CR without LF");
        }
        return Arrays.copyOfRange(octets, from, end);
    }
}
