package dev.jebi.transfer.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Gives mail its line ends: each LF without a CR before it becomes CRLF. For one thread.
final class LineEnds extends FilterOutputStream {
    private static final byte[] CRLF = {'\r', '\n'};
    private byte last;

    LineEnds(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int done = offset;
        for (int i = offset; i < offset + length; i++) {
            if (octets[i] == '\n' && last != '\r') {
                out.write(octets, done, i - done);
                out.write(CRLF, 0, CRLF.length);
                done = i + 1;
            }
            last = octets[i];
        }
        out.write(octets, done, offset + length - done);
    }
}
