package dev.jebi.transfer.archive;

import java.io.IOException;
import java.io.OutputStream;

/// Puts a `>` before each line that begins with `From `, behind any number of `>` (mboxrd), or
/// takes it away. For one thread, and one message.
final class FromQuoting extends OutputStream {
    /// How an output stream is asked for it.
    enum Way {
        QUOTE,
        UNQUOTE
    }

    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

    private final OutputStream out;
    private final Way way;

    /// What the line has of arrows and then of `From `; negative arrows: it is no such line.
    private int arrows;

    private int matched;
    private byte last = '\n';

    FromQuoting(OutputStream out, Way way) {
        this.out = out;
        this.way = way;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int done = offset;
        for (int i = offset; i < offset + length; i++) {
            byte octet = octets[i];
            if (arrows >= 0) {
                // undecided octets are held back: their number is all there is to know of them
                done = i + 1;
                decide(octet);
            }
            if (octet == '\n') {
                out.write(octets, done, i + 1 - done);
                done = i + 1;
                arrows = 0;
                matched = 0;
            }
            last = octet;
        }
        if (arrows < 0) {
            out.write(octets, done, offset + length - done);
        }
    }

    private void decide(byte octet) throws IOException {
        if (octet == FROM[matched]) {
            matched++;
            if (matched == FROM.length) {
                release(way == Way.QUOTE ? 1 : arrows == 0 ? 0 : -1);
            }
        } else if (octet == '>' && matched == 0) {
            arrows++;
        } else {
            release(0);
            out.write(octet);
        }
    }

    private void release(int more) throws IOException {
        for (int i = 0; i < arrows + more; i++) {
            out.write('>');
        }
        out.write(FROM, 0, matched);
        arrows = -1;
        matched = 0;
    }

    /// Lets go of what was held back.
    void release() throws IOException {
        if (arrows > 0 || matched > 0) {
            release(0);
        }
    }

    /// Ends the message: its last line has an end then.
    void end() throws IOException {
        release();
        if (last != '\n') {
            out.write('\r');
            out.write('\n');
        }
    }
}
