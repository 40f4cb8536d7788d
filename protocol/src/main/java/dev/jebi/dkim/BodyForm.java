package dev.jebi.dkim;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A body on its way into canonical form (RFC 6376 §3.4.3, §3.4.4), octets in, hashes out. Line
/// ends are CRLF; a CR or LF alone is an octet like any other. For one thread.
final class BodyForm {
    private static final int LINES = 512;
    private static final byte[] LINE_ENDS =
            "\r\n".repeat(LINES).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final boolean relaxed;
    private final List<Target> targets = new ArrayList<>();
    private byte[] out = new byte[0];
    private int filled;

    /// Line ends that were seen and not yet passed on: at the end of the body they mean nothing.
    private long lines;

    private boolean space;
    private boolean cr;
    private long total;

    BodyForm(Form form) {
        this.relaxed = form == Form.RELAXED;
    }

    /// A hash over the first octets of the canonical body.
    private static final class Target {
        private final BodyWanted wanted;
        private final MessageDigest digest;
        private long left;

        Target(BodyWanted wanted) {
            this.wanted = wanted;
            this.digest = wanted.hash().digest();
            this.left = wanted.length();
        }

        void take(byte[] octets, int from, int length) {
            int taken = (int) Math.min(left, length);
            digest.update(octets, from, taken);
            left -= taken;
        }
    }

    void want(BodyWanted wanted) {
        targets.add(new Target(wanted));
    }

    void take(byte[] octets, int from, int to) {
        if (relaxed) {
            relaxed(octets, from, to);
        } else {
            simple(octets, from, to);
        }
    }

    private void simple(byte[] octets, int from, int to) {
        int at = from;
        while (at < to) {
            if (cr) {
                cr = false;
                if (octets[at] == '\n') {
                    lines++;
                    at++;
                } else {
                    passLines();
                    pass(LINE_ENDS, 0, 1);
                }
            } else {
                int end = at;
                while (end < to && octets[end] != '\r') {
                    end++;
                }
                if (end > at) {
                    passLines();
                    pass(octets, at, end - at);
                }
                cr = end < to;
                at = cr ? end + 1 : end;
            }
        }
    }

    private void relaxed(byte[] octets, int from, int to) {
        if (out.length < to - from + 2) {
            out = new byte[to - from + 2];
        }
        int at = from;
        while (at < to) {
            byte octet = octets[at];
            if (cr) {
                cr = false;
                if (octet == '\n') {
                    space = false;
                    lines++;
                    at++;
                } else {
                    put('\r');
                }
            } else if (octet == '\r') {
                cr = true;
                at++;
            } else if (octet == ' ' || octet == '\t') {
                space = true;
                at++;
            } else {
                at = text(octets, at, to);
            }
        }
        drain();
    }

    /// Passes on octets up to the next white space or CR.
    private int text(byte[] octets, int from, int to) {
        put(octets[from]);
        int at = from + 1;
        int n = filled;
        while (at < to) {
            byte octet = octets[at];
            if (octet == ' ' || octet == '\t' || octet == '\r') {
                break;
            }
            out[n++] = octet;
            at++;
        }
        filled = n;
        return at;
    }

    /// Puts an octet that is no white space, and what was held back before it.
    private void put(int octet) {
        if (lines > 0) {
            drain();
            passLines();
        }
        if (space) {
            out[filled++] = ' ';
            space = false;
        }
        out[filled++] = (byte) octet;
    }

    private void drain() {
        pass(out, 0, filled);
        filled = 0;
    }

    private void passLines() {
        while (lines > 0) {
            int some = (int) Math.min(lines, LINES);
            pass(LINE_ENDS, 0, 2 * some);
            lines -= some;
        }
    }

    private void pass(byte[] octets, int from, int length) {
        total += length;
        for (var target : targets) {
            target.take(octets, from, length);
        }
    }

    /// Ends the body.
    void end(java.util.Map<BodyWanted, BodyHash> hashes) {
        if (out.length < 2) {
            out = new byte[2];
        }
        if (cr) {
            if (relaxed) {
                put('\r');
                drain();
            } else {
                passLines();
                pass(LINE_ENDS, 0, 1);
            }
        }
        if (!relaxed || total > 0) { // RFC 6376 §3.4.4: an empty body stays empty
            pass(LINE_ENDS, 0, 2);
        }
        for (var target : targets) {
            hashes.put(target.wanted, new BodyHash(target.digest.digest(), total));
        }
    }
}
