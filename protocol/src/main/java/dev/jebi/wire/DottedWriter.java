package dev.jebi.wire;

import static dev.jebi.content.Scan.CR;
import static dev.jebi.content.Scan.DOT;
import static dev.jebi.content.Scan.LF;

import dev.jebi.content.Content;
import dev.jebi.content.Scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes content so that it can be read up to a lone dot (RFC 5321 §4.5.2): the exact mirror of
/// [DottedReader], for which only CRLF ends a line.
final class DottedWriter {
    private static final int STEP = 32 * 1024;
    private static final byte[] DOT_OCTET = {DOT};
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END_AND_END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Output output;

    /// The last two octets that were written; the start of content is the start of a line.
    private byte beforeLast = CR;

    private byte last = LF;

    DottedWriter(Output output) {
        this.output = output;
    }

    void write(Content content) throws IOException {
        long size = content.size();
        var step = new byte[(int) Math.min(size, STEP)];
        long at = 0;
        while (at < size) {
            int n = content.read(at, ByteBuffer.wrap(step));
            if (n <= 0) {
                throw new IOException("content ends at " + at + " of " + size);
            }
            write(step, n);
            at += n;
        }
        output.write(lineEnded() ? END : LINE_END_AND_END);
    }

    private boolean lineEnded() {
        return beforeLast == CR && last == LF;
    }

    private void write(byte[] step, int length) throws IOException {
        int from = 0; // the first octet that is not yet written
        if (lineEnded() && step[0] == DOT) {
            output.write(DOT_OCTET);
        }
        int lf = Scan.indexOf(step, 0, length - 1, LF);
        while (lf >= 0) {
            byte previous = lf > 0 ? step[lf - 1] : last;
            if (previous == CR && step[lf + 1] == DOT) {
                output.write(step, from, lf + 1 - from);
                output.write(DOT_OCTET);
                from = lf + 1;
            }
            lf = Scan.indexOf(step, lf + 1, length - 1, LF);
        }
        output.write(step, from, length - from);
        beforeLast = length > 1 ? step[length - 2] : last;
        last = step[length - 1];
    }
}
