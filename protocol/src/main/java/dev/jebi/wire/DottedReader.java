package dev.jebi.wire;

import static dev.jebi.content.Scan.CR;
import static dev.jebi.content.Scan.DOT;
import static dev.jebi.content.Scan.LF;

import dev.jebi.content.Scan;

import java.io.IOException;
import java.io.OutputStream;

/// Reads content up to the line that is a lone dot (RFC 5321 §4.1.1.4, §4.5.2). A line begins at
/// the start and after CRLF, never after a bare CR or LF: what other servers take for an end of
/// content (`LF.LF`, `LF.CRLF`, `CR.CR` …) is content here, so that nothing can be smuggled.
final class DottedReader {
    private enum State {
        LINE_START,
        TEXT,
        AFTER_CR,
        /// A line has begun with a dot, which is dropped whatever follows.
        AFTER_DOT,
        /// A line has begun with a dot and a CR; the CR is content unless LF follows.
        AFTER_DOT_CR,
        END
    }

    private static final byte[] LONE_CR = {CR};

    private final Input input;
    private final Sink sink;
    private final int slowest;
    private State state = State.LINE_START;
    private boolean bareLf;
    private boolean bareCr;
    private boolean nul;

    /// @param slowest octets a second
    DottedReader(Input input, OutputStream sink, int slowest) {
        this.input = input;
        this.sink = new Sink(sink);
        this.slowest = slowest;
    }

    Dotted read() throws IOException {
        var patience = input.patience(slowest);
        long octets = 0;
        try {
            while (state != State.END) {
                patience.count(octets);
                byte[] chunk = input.chunk(false);
                int from = input.position();
                int end = read(chunk, from);
                octets += end - from;
                input.advance(end);
            }
        } finally {
            patience.end();
        }
        sink.check();
        return new Dotted(sink.octets(), bareLf, bareCr, nul, sink.eightBit());
    }

    /// Reads a chunk to its end or to the end of the content.
    private int read(byte[] chunk, int start) {
        int from = start; // the first octet that is not yet written
        int at = start;
        while (at < chunk.length && state != State.END) {
            switch (state) {
                case LINE_START -> {
                    if (chunk[at] == DOT) {
                        sink.write(chunk, from, at - from);
                        from = ++at;
                        state = State.AFTER_DOT;
                    } else {
                        state = State.TEXT;
                    }
                }
                case TEXT -> at = text(chunk, at);
                case AFTER_CR -> at = afterCr(chunk, at);
                case AFTER_DOT -> {
                    if (chunk[at] == CR) {
                        at++;
                        state = State.AFTER_DOT_CR;
                    } else {
                        state = State.TEXT;
                    }
                }
                case AFTER_DOT_CR -> {
                    if (chunk[at] == LF) {
                        from = ++at;
                        state = State.END;
                    } else {
                        if (from == at) { // the CR was the last octet of another chunk
                            sink.write(LONE_CR, 0, 1);
                        }
                        bareCr = true;
                        state = State.TEXT;
                    }
                }
                case END -> throw new IllegalStateException();
            }
        }
        int end = state == State.AFTER_DOT_CR ? from : at;
        sink.write(chunk, from, end - from);
        return at;
    }

    private int text(byte[] chunk, int start) {
        int at = Scan.special(chunk, start, chunk.length);
        while (anotherLine(chunk, at)) {
            at = Scan.special(chunk, at + 2, chunk.length);
        }
        if (at == chunk.length) {
            return at;
        }
        switch (chunk[at]) {
            case CR -> state = State.AFTER_CR;
            case LF -> bareLf = true;
            default -> nul = true;
        }
        return at + 1;
    }

    /// Whether a line ends here and the next one, as nearly all do, begins with no dot.
    private static boolean anotherLine(byte[] chunk, int at) {
        return at < chunk.length - 2
                && chunk[at] == CR
                && chunk[at + 1] == LF
                && chunk[at + 2] != DOT;
    }

    private int afterCr(byte[] chunk, int at) {
        if (chunk[at] == LF) {
            state = State.LINE_START;
            return at + 1;
        }
        bareCr = true;
        state = State.TEXT;
        return at;
    }
}
