package dev.jebi.mailstore.search;

import java.text.Normalizer;
import java.util.Locale;

/// How text is compared: what two texts have in common when they are folded, they have in common.
///
/// Text is composed (NFC), freed of case and composed again. Case goes by full case folding, letter
/// by letter and without regard to language: `ß` is `ss`, final sigma is sigma, and of the letters
/// i all four (with and without dot, small and capital) are one. Forms that differ in width only,
/// spaces that forbid a line break, and tabs are what they are forms of. Nothing else is taken for
/// something else: a letter with an accent is not the one without, nor a syllable its first letters
/// (so conjoining jamo are composed, and compatibility jamo stay what they are).
final class Folding {
    private static final int ASCII = 0x80;

    private Folding() {}

    static String fold(String text) {
        int plain = 0;
        int length = text.length();
        while (plain < length && text.charAt(plain) < ASCII) {
            plain++;
        }
        return plain == length ? lowerCase(text) : foldAny(text);
    }

    private static String lowerCase(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c == '\t' || (c >= 'A' && c <= 'Z')) {
                var folded = ascii.toCharArray();
                for (int j = i; j < folded.length; j++) {
                    folded[j] = lowerCase(folded[j]);
                }
                return new String(folded);
            }
        }
        return ascii;
    }

    private static char lowerCase(char ascii) {
        if (ascii >= 'A' && ascii <= 'Z') {
            return (char) (ascii + ('a' - 'A'));
        }
        return ascii == '\t' ? ' ' : ascii;
    }

    private static String foldAny(String text) {
        var widened = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            widened.append(width(text.charAt(i)));
        }
        String composed = Normalizer.normalize(widened, Normalizer.Form.NFC);
        var folded = new StringBuilder(composed.length() + 16);
        for (int i = 0; i < composed.length(); ) {
            int c = composed.codePointAt(i);
            fold(c, folded);
            i += Character.charCount(c);
        }
        // what upper case has as one character can be two in lower case, and join anew
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static void fold(int c, StringBuilder into) {
        if (c < ASCII) {
            into.append(lowerCase((char) c));
        } else if (caseless(c)) {
            into.appendCodePoint(c);
        } else if (c == 'ẞ') {
            into.append("ss");
        } else if (expands(c)) {
            Character.toString(c)
                    .toUpperCase(Locale.ROOT)
                    .codePoints()
                    .forEach(upper -> into.appendCodePoint(simple(upper)));
        } else {
            into.appendCodePoint(simple(c));
        }
    }

    private static int simple(int c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /// East Asian scripts, where most characters beyond ASCII are.
    private static boolean caseless(int c) {
        return (c >= 0x2E80 && c < 0xA640) || (c >= 0xAC00 && c < 0xD800);
    }

    /// Letters whose upper case is several characters (SpecialCasing.txt of Unicode).
    private static boolean expands(int c) {
        return switch (c) {
            case 0xDF, 0x149, 0x1F0, 0x390, 0x3B0, 0x587 -> true;
            default ->
                    (c >= 0x1E96 && c <= 0x1E9A)
                            || (c >= 0x1F50 && c <= 0x1FFC)
                            || (c >= 0xFB00 && c <= 0xFB17);
        };
    }

    /// What a character is a form of, by Unicode's decompositions `<wide>`, `<narrow>` and
    /// `<noBreak>`.
    private static char width(char c) {
        if (c < 0xA0) {
            return c;
        }
        return switch (c) {
            case 0xA0, 0x2007, 0x202F, 0x3000 -> ' ';
            case 0x2011 -> 0x2010;
            case 0xFFE0 -> '¢';
            case 0xFFE1 -> '£';
            case 0xFFE2 -> '¬';
            case 0xFFE3 -> '¯';
            case 0xFFE4 -> '¦';
            case 0xFFE5 -> '¥';
            case 0xFFE6 -> '₩';
            default -> c > 0xFF00 && c < 0xFFE0 ? form(c) : c;
        };
    }

    private static char form(char c) {
        if (c <= 0xFF5E) {
            return (char) (c - 0xFF00 + ' ');
        }
        if (c <= 0xFF9F) { // white parentheses, punctuation, kana and their marks: one char each
            return Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC).charAt(0);
        }
        return hangul(c);
    }

    /// Halfwidth letters: forms of the compatibility jamo, not of those that make syllables.
    private static char hangul(char c) {
        if (c == 0xFFA0) {
            return 0x3164;
        }
        if (c <= 0xFFBE) {
            return (char) (c - 0xFFA1 + 0x3131);
        }
        int row = (c - 0xFFC0) / 8; // six vowels in a row of eight
        int column = (c - 0xFFC0) % 8 - 2;
        int vowel = row * 6 + column;
        return column >= 0 && vowel <= 0x3163 - 0x314F ? (char) (0x314F + vowel) : c;
    }
}
