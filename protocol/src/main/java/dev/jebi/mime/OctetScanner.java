package dev.jebi.mime;

import dev.jebi.content.Content;
import dev.jebi.content.Scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A forward reader of lines over a content, through one small buffer. It counts LFs as it passes
/// them. For one thread.
final class OctetScanner {
    /// How many octets before the position stay readable: enough to see a CRLF.
    private static final int BEHIND = 2;

    private final Content content;
    private final byte[] buffer;
    private long origin;
    private int at;
    private int limit;
    private boolean drained;
    private long lines;

    OctetScanner(Content content, int chunk) {
        this.content = content;
        this.buffer = new byte[(int) Math.max(1, Math.min(content.size(), chunk))];
    }

    /// How many octets were passed.
    long position() {
        return origin + at;
    }

    /// How many LFs were passed.
    long lines() {
        return lines;
    }

    boolean atEnd() throws IOException {
        return !ensure(1);
    }

    /// The length of the line end just before the position: 2, 1, or 0 at the start of the content.
    int lineEndBehind() {
        if (at == 0 || buffer[at - 1] != '\n') {
            return 0;
        }
        return at >= 2 && buffer[at - 2] == '\r' ? 2 : 1;
    }

    /// Whether an empty line stands at the position, which is the start of a line.
    boolean atEmptyLine() throws IOException {
        if (!ensure(1)) {
            return false;
        }
        return buffer[at] == '\n' || (buffer[at] == '\r' && ensure(2) && buffer[at + 1] == '\n');
    }

    /// Whether the octets at the position plus `offset` are these; false where the content ends
    /// before.
    boolean at(int offset, byte[] octets) throws IOException {
        int length = offset + octets.length;
        return ensure(length)
                && Arrays.equals(buffer, at + offset, at + length, octets, 0, octets.length);
    }

    boolean atDashes(int offset) throws IOException {
        return ensure(offset + 2) && buffer[at + offset] == '-' && buffer[at + offset + 1] == '-';
    }

    /// Whether only white space is left of the line that has the position plus `offset`.
    boolean blankFrom(int offset) throws IOException {
        int i = offset;
        while (i < buffer.length && ensure(i + 1)) {
            byte octet = buffer[at + i];
            if (octet == '\n') {
                return true;
            }
            if (octet != ' ' && octet != '\t' && octet != '\r') {
                return false;
            }
            i++;
        }
        return drained && at + i >= limit;
    }

    /// Goes on to the next line that begins with two dashes; the position is the start of a line
    /// and may stay there.
    ///
    /// @return false when the content ends first
    boolean toDashes() throws IOException {
        while (ensure(2)) {
            if (buffer[at] == '-' && buffer[at + 1] == '-') {
                return true;
            }
            skipLine();
        }
        toEnd();
        return false;
    }

    void skipLine() throws IOException {
        while (ensure(1)) {
            if (passLine()) {
                return;
            }
        }
    }

    /// Passes a line and its end, and keeps a copy.
    void copyLine(Octets into) throws IOException {
        while (ensure(1)) {
            int from = at;
            boolean ended = passLine();
            into.append(buffer, from, at);
            if (ended) {
                return;
            }
        }
    }

    void toEnd() throws IOException {
        while (ensure(1)) {
            lines += Scan.count(buffer, at, limit, Scan.LF);
            at = limit;
        }
    }

    private boolean passLine() {
        int lf = Scan.indexOf(buffer, at, limit, Scan.LF);
        at = lf < 0 ? limit : lf + 1;
        lines += lf < 0 ? 0 : 1;
        return lf >= 0;
    }

    /// Whether there are `n` octets from the position on; they are then in the buffer. More than
    /// the buffer holds there never are.
    private boolean ensure(int n) throws IOException {
        return limit - at >= n || fill(n);
    }

    private boolean fill(int n) throws IOException {
        if (drained) {
            return false;
        }
        int keep = Math.max(0, at - BEHIND);
        if (keep > 0) {
            System.arraycopy(buffer, keep, buffer, 0, limit - keep);
            origin += keep;
            at -= keep;
            limit -= keep;
        }
        while (limit - at < n && limit < buffer.length) {
            int read =
                    content.read(
                            origin + limit, ByteBuffer.wrap(buffer, limit, buffer.length - limit));
            if (read <= 0) {
                drained = true;
                break;
            }
            limit += read;
        }
        return limit - at >= n;
    }
}
