package dev.jebi.useragent.text;

import java.util.ArrayList;
import java.util.List;

/// How many columns of a terminal a text takes, and texts cut to columns: two for Hangul, Han, Kana
/// and pictures, none for marks that stand on another character (Unicode Standard Annex 11). A list
/// of mail uses it: nothing here starts slowly, as `+` and lambdas do.
public final class Columns {
    /// First and last code point of what is two columns wide, in order.
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x2E80, 0x303E, 0x3041, 0x3247, 0x3250,
        0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
        0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18CFF, 0x1AFF0, 0x1B2FF, 0x1F200,
        0x1F265, 0x20000, 0x2FFFD, 0x30000, 0x3FFFD,
    };

    private static final int FIRST_WIDE = WIDE[0];
    private static final String ELLIPSIS = "…";

    private Columns() {}

    /// The columns of one character.
    public static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || (c >= 0x1160 && c <= 0x11FF)
                || (c >= 0xD7B0 && c <= 0xD7FB)) {
            return 0;
        }
        return c >= FIRST_WIDE && (inWide(c) || pictures(c)) ? 2 : 1;
    }

    private static boolean pictures(int c) {
        boolean letterOfFlag = c >= 0x1F1E6 && c <= 0x1F1FF; // terminals do not agree; we show KR
        return !letterOfFlag && Character.isEmojiPresentation(c);
    }

    private static boolean inWide(int c) {
        int low = 0;
        int high = WIDE.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (c < WIDE[2 * middle]) {
                high = middle - 1;
            } else if (c > WIDE[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /// The columns of a text.
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            width += width(c);
            i += Character.charCount(c);
        }
        return width;
    }

    /// As much of a text as fits; never half a character, and never without its marks.
    public static String cut(String text, int columns) {
        return text.substring(0, end(text, 0, columns));
    }

    /// Where the text from there on fills so many columns.
    static int end(String text, int from, int columns) {
        int used = 0;
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            used += width(c);
            if (used > columns) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /// A text cut, with an ellipsis where something is missing, and filled with spaces.
    public static String fit(String text, int columns) {
        int width = width(text);
        if (width == columns) {
            return text;
        }
        if (width < columns) {
            return text.concat(" ".repeat(columns - width));
        }
        if (columns < 2) {
            return " ".repeat(Math.max(columns, 0));
        }
        String shorter = cut(text, columns - 1).concat(ELLIPSIS);
        return shorter.concat(" ".repeat(columns - width(shorter)));
    }

    /// A text at the right end of so many columns.
    public static String right(String text, int columns) {
        int width = width(text);
        return width >= columns ? fit(text, columns) : " ".repeat(columns - width) + text;
    }

    /// A text broken into lines, at spaces where there are some, and between Hangul, Han and Kana.
    public static List<String> wrap(String text, int columns) {
        return breaks(text, columns).stream().map(p -> text.substring(p.from(), p.end())).toList();
    }

    /// A line's place in the text that it is of.
    public record Piece(int from, int end) {}

    /// Where the lines of a text begin and end; at least one.
    public static List<Piece> breaks(String text, int columns) {
        int room = Math.max(columns, 2);
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at, room);
            if (end >= text.length()) {
                pieces.add(new Piece(at, text.length()));
                return pieces;
            }
            int next = breakBefore(text, at, end);
            int last = next;
            while (last > at && text.charAt(last - 1) == ' ') {
                last--;
            }
            pieces.add(new Piece(at, last));
            at = next;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
        if (pieces.isEmpty()) {
            pieces.add(new Piece(0, 0));
        }
        return pieces;
    }

    /// The last place before `end` at which a line may end; `end` where there is none.
    private static int breakBefore(String text, int from, int end) {
        if (text.charAt(end) == ' ') {
            return end;
        }
        for (int i = end; i > from; ) {
            int before = text.codePointBefore(i);
            int after = text.codePointAt(i);
            if (before == ' ' || (i > from && width(after) == 2 && canPart(before, after))) {
                return i;
            }
            i -= Character.charCount(before);
        }
        return Math.max(end, from + Character.charCount(text.codePointAt(from)));
    }

    /// Whether a line may end between the two: not before a closing mark of Korean, Chinese or
    /// Japanese writing.
    private static boolean canPart(int before, int after) {
        return "。、，．！？）」』】〉》".indexOf(after) < 0 && "（「『【〈《".indexOf(before) < 0;
    }
}
