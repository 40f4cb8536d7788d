package dev.jebi.wire;

import dev.jebi.content.Scan;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What a peer sends compressed (RFC 4978: raw DEFLATE, RFC 1951), made plain in steps of a bounded
/// size, so that octets which stand for a thousand times as many cost time and no memory. An
/// inflater holds 40 KiB, most of it the last plain octets, which the peer may refer to for ever:
/// while nothing comes, they alone are kept, and they are few where a client has said little. For
/// one thread.
final class Inflation {
    private static final int STEP = 16 * 1024;

    /// The last octets of a chunk go in one by one: the compression may end at a line's end in
    /// them, and what the peer says behind that is plain.
    private static final int ONE_BY_ONE = 256;

    /// How many octets the mark of a flush takes at most, and the end of the stream likewise.
    private static final int MOST_BEHIND = 8;

    private static final byte[] NOTHING = new byte[0];

    private final Window window = new Window();
    private @Nullable Inflater inflater;
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
        if (broken || (inflater == null && fed == raw.length)) {
            return NOTHING;
        }
        var open = open();
        var step = new byte[Math.clamp(4L * raw.length, 512, STEP)];
        int length = 0;
        try {
            while (length < step.length) {
                int from = length;
                length += open.inflate(step, length, step.length - length);
                if (endsInLine(step, from, length) || (length == from && !more(open))) {
                    break;
                }
            }
        } catch (DataFormatException _) {
            broken = true; // told when what is plain has been read
        }
        window.put(step, length);
        if (length == step.length) {
            Thread.yield(); // a bomb's session must leave room for the others
        }
        return length == 0 ? NOTHING : Arrays.copyOf(step, length);
    }

    private boolean endsInLine(byte[] step, int from, int to) {
        return raw.length - fed < ONE_BY_ONE && Scan.indexOf(step, from, to, Scan.LF) >= 0;
    }

    /// Gives the inflater more of the chunk.
    private boolean more(Inflater open) {
        if (open.finished() || open.needsDictionary()) {
            broken = true;
            return false;
        }
        int left = raw.length - fed;
        if (left == 0) {
            return false;
        }
        int count = left > ONE_BY_ONE ? left - ONE_BY_ONE : 1;
        open.setInput(raw, fed, count);
        fed += count;
        return true;
    }

    /// Ends, with the line that was read last.
    ///
    /// @return what the peer has already said in plain
    byte[] end() {
        var open = open();
        int end = open.finished() ? fed : behindMark(open);
        close();
        return Arrays.copyOfRange(raw, end, raw.length);
    }

    /// Where the plain octets begin: behind the mark of a flush (an empty stored block) or the end
    /// of the stream, which the peer has written behind its last line.
    private int behindMark(Inflater open) {
        var rest = new byte[16];
        int most = Math.min(raw.length, fed + MOST_BEHIND);
        for (int at = fed; at <= most; at++) {
            if (marked(at)) {
                return at + 1 < raw.length && raw[at] == 3 && raw[at + 1] == 0 ? at + 2 : at;
            }
            try {
                if (at < most) {
                    open.setInput(raw, at, 1);
                    open.inflate(rest);
                }
            } catch (DataFormatException _) {
                return fed;
            }
            if (open.finished()) {
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

    private Inflater open() {
        var open = inflater;
        if (open == null) {
            open = new Inflater(true);
            window.giveTo(open);
            inflater = open;
        }
        return open;
    }

    /// Gives back what it holds outside the heap, where all that came has been made plain and ended
    /// with a flush: behind it the stream goes on at the beginning of an octet.
    void rest() {
        if (!broken && fed == raw.length && marked(fed) && inflater != null) {
            inflater.end();
            inflater = null;
            raw = NOTHING;
            fed = 0;
        }
    }

    /// Gives back all.
    void close() {
        broken = true;
        window.clear();
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }

    /// The last plain octets, as far back as the stream may refer to (RFC 1951 §2).
    private static final class Window {
        private static final int MOST = 32 * 1024;
        private static final int LEAST = 512;

        private byte[] octets = NOTHING;
        private int count;

        /// Where the next octet goes.
        private int end;

        void put(byte[] plain, int length) {
            int take = Math.min(length, MOST);
            if (count + take > octets.length && octets.length < MOST) {
                octets = grown(count + take);
                end = count;
            }
            int from = length - take;
            int first = Math.min(take, octets.length - end);
            System.arraycopy(plain, from, octets, end, first);
            System.arraycopy(plain, from + first, octets, 0, take - first);
            end = octets.length == 0 ? 0 : (end + take) % octets.length;
            count = Math.min(count + take, octets.length);
        }

        private byte[] grown(int wanted) {
            int size = Math.max(LEAST, octets.length);
            while (size < wanted && size < MOST) {
                size *= 2;
            }
            return Arrays.copyOf(octets, size);
        }

        void giveTo(Inflater inflater) {
            if (count > 0) {
                int start = count < octets.length ? 0 : end;
                var straight = new byte[count];
                System.arraycopy(octets, start, straight, 0, count - start);
                System.arraycopy(octets, 0, straight, count - start, start);
                inflater.setDictionary(straight);
            }
        }

        void clear() {
            octets = NOTHING;
            count = 0;
            end = 0;
        }
    }
}
