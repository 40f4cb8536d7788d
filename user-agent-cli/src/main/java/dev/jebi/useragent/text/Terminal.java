package dev.jebi.useragent.text;

import java.util.Locale;

/// Text of strangers on its way to a terminal: no control characters, no reversed writing; and how
/// wide text is there.
public final class Terminal {
    private Terminal() {}

    /// Text on one line.
    public static String line(String text) {
        if (plain(text)) {
            return text;
        }
        return clean(text.replace('\n', ' ').replace('\t', ' '), false);
    }

    /// Text on many lines.
    public static String lines(String text) {
        return clean(text.replace("\r\n", "\n"), true);
    }

    /// Whether it is of letters that need no second look: ASCII and Hangul, which is most of what a
    /// list shows. Streams cost a command that lives for a moment more than all the rest.
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= ' ' && c < 0x7F) && !hangul(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hangul(int c) {
        return c >= 0xAC00 && c <= 0xD7A3;
    }

    private static String clean(String text, boolean lines) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (c == '\t' || (c == '\n' && lines)) {
                        clean.append(Character.toString(c));
                    } else if (!dangerous(c)) {
                        clean.appendCodePoint(c);
                    } else if (c != '\r') {
                        clean.append('\uFFFD');
                    }
                });
        return clean.toString();
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
                || (c >= 0xE0000 && c <= 0xE007F);
    }

    /// How many columns a text takes: two for Hangul, Han, Kana and wide symbols, none for marks.
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            width += width(c);
            i += Character.charCount(c);
        }
        return width;
    }

    private static int width(int c) {
        if (c >= ' ' && c < 0x7F) {
            return 1;
        }
        if (hangul(c)) {
            return 2;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || (c >= 0x1160 && c <= 0x11FF)) {
            return 0;
        }
        boolean wide =
                (c >= 0x1100 && c <= 0x115F)
                        || (c >= 0x2E80 && c <= 0x303E)
                        || (c >= 0x3041 && c <= 0xA4CF)
                        || (c >= 0xA960 && c <= 0xA97F)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6)
                        || (c >= 0x1F300 && c <= 0x1F64F)
                        || (c >= 0x1F680 && c <= 0x1F6FF)
                        || (c >= 0x1F900 && c <= 0x1F9FF)
                        || (c >= 0x1FA70 && c <= 0x1FAFF)
                        || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }

    /// Text cut or filled to so many columns.
    public static String column(String text, int columns) {
        var fitted = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int width = width(c);
            if (used + width > columns) {
                break;
            }
            fitted.appendCodePoint(c);
            used += width;
            i += Character.charCount(c);
        }
        return fitted.append(" ".repeat(columns - used)).toString();
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
