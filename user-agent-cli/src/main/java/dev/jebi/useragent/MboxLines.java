package dev.jebi.useragent;

import java.io.IOException;
import java.io.OutputStream;

/// Writes a message into an mbox in the form mboxrd: a line of `>`s and `From ` gets one `>` more,
/// and an empty line ends it.
final class MboxLines extends OutputStream {
    private static final String FROM = "From ";

    private final OutputStream out;
    private boolean begin = true;
    private long quotes;
    private int matched;

    MboxLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        if (begin && octet == '>' && matched == 0) {
            quotes++;
            return;
        }
        if (begin && octet == FROM.charAt(matched)) {
            matched++;
            if (matched == FROM.length()) {
                out.write('>');
                settle();
            }
            return;
        }
        settle();
        out.write(octet);
        begin = octet == '\n';
    }

    /// Writes what was held back at the beginning of the line.
    private void settle() throws IOException {
        for (; quotes > 0; quotes--) {
            out.write('>');
        }
        for (int i = 0; i < matched; i++) {
            out.write(FROM.charAt(i));
        }
        matched = 0;
        begin = false;
    }

    /// Ends the last line, and the message.
    void finish() throws IOException {
        boolean open = !begin || quotes > 0 || matched > 0;
        settle();
        if (open) {
            out.write('\n');
        }
        out.write('\n');
        begin = true;
    }
}
