package dev.jebi.useragent;

import java.io.IOException;
import java.io.OutputStream;

/// Writes octets with LF in place of CRLF; a CR that stands alone stays.
final class LocalLines extends OutputStream {
    private final OutputStream out;
    private boolean carriageReturn;

    LocalLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        if (carriageReturn && octet != '\n') {
            out.write('\r');
        }
        carriageReturn = octet == '\r';
        if (!carriageReturn) {
            out.write(octet);
        }
    }

    /// The last octets.
    void finish() throws IOException {
        if (carriageReturn) {
            out.write('\r');
            carriageReturn = false;
        }
    }
}
