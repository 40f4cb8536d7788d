package dev.jebi.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What a peer sends compressed (RFC 4978: raw DEFLATE, RFC 1951), made plain in steps of a bounded
/// size, so that octets which stand for a thousand times as many cost time and no memory. For one
/// thread.
final class Inflation {
    private static final int STEP = 16 * 1024;

    /// The last octets of a chunk go in one by one: the compression may end at a line's end in
    /// them, and what the peer says behind that is plain.
    private static final int ONE_BY_ONE = 256;

    /// How many octets the mark of a flush takes at most, and the end of the stream likewise.
    private static final int MOST_BEHIND = 8;

    private static final byte[] NOTHING = new byte[0];

    private final Inflater inflater = new Inflater(true);
    private byte[] raw = NOTHING;
    private int fed;
    private boolean broken;

    /// Takes the next octets of the peer; all before must have been made plain.
    void feed(byte[] chunk) {
        raw = chunk;
        fed = 0;
    }

    /// Whether what the peer sends is no compression, or its compression has ended.
    boolean broken() {
        return broken;
    }

    /// The next plain octets; none when more input is needed, or nothing more can come.
    byte[] next() {
        if (broken) {
            return NOTHING;
        }
        var step = new byte[Math.clamp(4L * raw.length, 512, STEP)];
        int length = 0;
        try {
            while (length < step.length) {
                int from = length;
                length += inflater.inflate(step, length, step.length - length);
                if (endsInLine(step, from, length) || (length == from && !more())) {
                    break;
                }
            }
        } catch (DataFormatException _) {
            broken = true; // told when what is plain has been read
        }
        if (length == step.length) {
            Thread.yield(); // a bomb's session must leave room for the others
        }
        return length == 0 ? NOTHING : Arrays.copyOf(step, length);
    }

    private boolean endsInLine(byte[] step, int from, int to) {
        return raw.length - fed < ONE_BY_ONE && Scan.indexOf(step, from, to, Scan.LF) >= 0;
    }

    /// Gives the inflater more of the chunk.
    private boolean more() {
        if (inflater.finished() || inflater.needsDictionary()) {
            broken = true;
            return false;
        }
        int left = raw.length - fed;
        if (left == 0) {
            return false;
        }
        int count = left > ONE_BY_ONE ? left - ONE_BY_ONE : 1;
        inflater.setInput(raw, fed, count);
        fed += count;
        return true;
    }

    /// Ends, with the line that was read last.
    ///
    /// @return what the peer has already said in plain
    byte[] end() {
        int end = fed;
        if (!inflater.finished()) {
            end = behindMark();
        }
        inflater.end();
        broken = true;
        return Arrays.copyOfRange(raw, end, raw.length);
    }

    /// Where the plain octets begin: behind the mark of a flush (an empty stored block) or the end
    /// of the stream, which the peer has written behind its last line.
    private int behindMark() {
        var rest = new byte[16];
        int most = Math.min(raw.length, fed + MOST_BEHIND);
        for (int at = fed; at <= most; at++) {
            if (marked(at)) {
                return at + 1 < raw.length && raw[at] == 3 && raw[at + 1] == 0 ? at + 2 : at;
            }
            try {
                if (at < most) {
                    inflater.setInput(raw, at, 1);
                    inflater.inflate(rest);
                }
            } catch (DataFormatException _) {
                return fed;
            }
            if (inflater.finished()) {
                return at + 1;
            }
        }
        return fed;
    }

    private boolean marked(int at) {
        return at >= 4
                && raw[at - 4] == 0
                && raw[at - 3] == 0
                && raw[at - 2] == -1
                && raw[at - 1] == -1;
    }

    /// Gives back what it holds outside the heap.
    void close() {
        broken = true;
        inflater.end();
    }
}
