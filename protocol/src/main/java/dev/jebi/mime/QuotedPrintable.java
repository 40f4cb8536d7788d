package dev.jebi.mime;

/// A forgiving quoted-printable decoder (RFC 2045 §6.7): white space at the end of a line is
/// dropped, an equals sign that begins no escape stays. For one thread.
final class QuotedPrintable implements OctetDecoder {
    /// A longer run of white space is text.
    private static final int MOST_BLANKS = 4096;

    private final byte[] blanks = new byte[MOST_BLANKS];
    private State state = State.TEXT;
    private int blankCount;
    private int first;

    private enum State {
        TEXT,
        EQUALS,
        HEX,
        SOFT_BLANK,
        SOFT_CR
    }

    @Override
    public void decode(byte[] octets, int length, Octets out) {
        int at = 0;
        while (at < length) {
            int plain = at;
            if (state == State.TEXT && blankCount == 0) {
                while (at < length
                        && (octets[at] > '=' || (octets[at] > ' ' && octets[at] < '='))) {
                    at++;
                }
                out.append(octets, plain, at);
            }
            if (at < length) {
                put(octets[at++] & 0xFF, out);
            }
        }
    }

    private void put(int octet, Octets out) {
        switch (state) {
            case TEXT -> text(octet, out);
            case EQUALS -> behindEquals(octet, out);
            case HEX -> {
                state = State.TEXT;
                int low = Character.digit(octet, 16);
                if (low >= 0) {
                    out.put(Character.digit(first, 16) << 4 | low);
                } else {
                    out.put('=');
                    out.put(first);
                    text(octet, out);
                }
            }
            case SOFT_BLANK -> inSoftBlank(octet, out);
            case SOFT_CR -> {
                state = State.TEXT;
                if (octet != '\n') {
                    text(octet, out);
                }
            }
        }
    }

    @Override
    public void end(Octets out) {
        if (state == State.HEX) {
            out.put('=');
            out.put(first);
        }
        blankCount = 0;
    }

    private void text(int octet, Octets out) {
        if (octet == ' ' || octet == '\t') {
            if (blankCount == MOST_BLANKS) {
                flush(out);
            }
            blanks[blankCount++] = (byte) octet;
            return;
        }
        if (octet == '\r' || octet == '\n') {
            blankCount = 0;
        }
        flush(out);
        if (octet == '=') {
            state = State.EQUALS;
        } else {
            out.put(octet);
        }
    }

    private void behindEquals(int octet, Octets out) {
        switch (octet) {
            case '\r' -> state = State.SOFT_CR;
            case '\n' -> state = State.TEXT;
            case ' ', '\t' -> {
                state = State.SOFT_BLANK;
                blanks[blankCount++] = (byte) octet;
            }
            default -> {
                if (Character.digit(octet, 16) >= 0) {
                    state = State.HEX;
                    first = octet;
                } else {
                    state = State.TEXT;
                    out.put('=');
                    text(octet, out);
                }
            }
        }
    }

    /// Behind an equals sign and white space: a soft line break if the line ends, else text.
    private void inSoftBlank(int octet, Octets out) {
        boolean blank = octet == ' ' || octet == '\t';
        if (blank && blankCount < MOST_BLANKS) {
            blanks[blankCount++] = (byte) octet;
        } else if (octet == '\r' || octet == '\n') {
            state = octet == '\r' ? State.SOFT_CR : State.TEXT;
            blankCount = 0;
        } else {
            state = State.TEXT;
            out.put('=');
            text(octet, out);
        }
    }

    private void flush(Octets out) {
        out.append(blanks, 0, blankCount);
        blankCount = 0;
    }
}
