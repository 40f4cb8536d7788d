package dev.jebi.useragent.text;

import java.text.Normalizer;
import java.util.Locale;

/// The gate between strangers and the terminal: no control characters, no reversed writing, nothing
/// unseen, no towers of marks.
public final class SafeText {
    /// Marks on one character: Vietnamese needs two, Hebrew and Arabic three or four.
    private static final int MAX_MARKS = 4;

    private static final char REPLACEMENT = '\uFFFD';

    private SafeText() {}

    /// Text on one line.
    public static String line(String text) {
        return clean(text, false);
    }

    /// Text on many lines, each ended by LF.
    public static String lines(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean lines) {
        if (harmless(text, lines)) {
            return text;
        }
        String whole = lines ? text.replace("\r\n", "\n") : text;
        if (!composed(whole) && !Normalizer.isNormalized(whole, Normalizer.Form.NFC)) {
            whole = Normalizer.normalize(whole, Normalizer.Form.NFC); // Hangul in one piece
        }
        var clean = new StringBuilder(whole.length());
        int marks = 0;
        for (int i = 0; i < whole.length(); ) {
            int c = whole.codePointAt(i);
            i += Character.charCount(c);
            marks = Columns.width(c) == 0 ? marks + 1 : 0;
            if (marks <= MAX_MARKS) {
                append(clean, c, lines);
            }
        }
        return clean.toString();
    }

    /// Whether nothing in it can be composed any further: Latin letters, Hangul, Han and the usual
    /// marks between them. The tables of the normalizer cost a list of mail its quick start.
    private static boolean composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean whole =
                    c < 0x300
                            || (c >= 0x2010 && c <= 0x2027)
                            || (c >= 0x4E00 && c <= 0x9FFF)
                            || (c >= 0xAC00 && c <= 0xD7A3);
            if (!whole) {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder clean, int c, boolean lines) {
        if (c == '\n' || c == '\t') {
            clean.append(lines ? (char) c : ' ');
        } else if (blank(c)) {
            clean.append(' ');
        } else if (c >= 0x1F1E6 && c <= 0x1F1FF) {
            clean.append((char) ('A' + c - 0x1F1E6)); // a flag, as its country's letters
        } else if (dangerous(c)) {
            if (c != '\r') {
                clean.append(REPLACEMENT);
            }
        } else if (!unseen(c)) {
            clean.appendCodePoint(c);
        }
    }

    /// The quick way for what most text is.
    private static boolean harmless(String text, boolean lines) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= 0x20 && c < 0x7F)
                            || (c >= 0xAC00 && c <= 0xD7A3)
                            || (lines && (c == '\n' || c == '\t'));
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /// Spaces of all kinds: a terminal may show them in columns that we did not count.
    private static boolean blank(int c) {
        return c == 0xA0
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x202F
                || c == 0x205F
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x115F
                || c == 0x1160;
    }

    /// What changes nothing but columns that terminals count differently: joiners, variation
    /// selectors, soft hyphens.
    private static boolean unseen(int c) {
        return c == 0xAD
                || c == 0x34F
                || (c >= 0x200B && c <= 0x200D)
                || (c >= 0x2060 && c <= 0x2064)
                || (c >= 0x206A && c <= 0x206F)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    /// Control characters drive the terminal; bidi overrides show what is not there.
    public static boolean dangerous(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200E
                || c == 0x200F
                || c == 0x061C
                || c == 0x2028
                || c == 0x2029
                || (c >= 0xFFF9 && c <= 0xFFFB)
                || (c >= 0xD800 && c <= 0xDFFF)
                || (c >= 0xE0000 && c <= 0xE007F)
                || ((c & 0xFFFE) == 0xFFFE);
    }

    /// Octets for people, e.g. `1.2 MB`.
    public static String size(long octets) {
        if (octets < 1_024) {
            return octets + " B";
        }
        double value = octets;
        int unit = -1;
        while (value >= 1_024 && unit < 3) {
            value /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", value, "KMGT".charAt(unit));
    }
}
