package dev.jebi.mailstore.search;

/// What a needle and a text have in common: at each place of a folded text one gram begins, of
/// three chars, or of two where it begins in a script that has many characters (Hangul, Han, kana
/// and what lies beyond). At the end of a text a gram is as long as what is left. So every needle
/// of three letters or of two syllables has a gram, and every shorter one is what grams begin with.
///
/// A gram is a number: its chars in 16 bits each behind its length.
final class Grams {
    /// Chars of the longest gram.
    static final int LONGEST = 3;

    private static final int CHAR = 16;

    private Grams() {}

    /// How long a gram is that begins with this char.
    static int length(char first) {
        boolean jamo = first >= 0x1100 && first < 0x1200;
        return first >= 0x2E80 || jamo ? 2 : LONGEST;
    }

    static long of(CharSequence text, int from, int length) {
        long gram = length;
        for (int i = 0; i < LONGEST; i++) {
            gram = gram << CHAR | (i < length ? text.charAt(from + i) : 0);
        }
        return gram;
    }

    static int lengthOf(long gram) {
        return (int) (gram >>> (LONGEST * CHAR)) & 0xF;
    }

    /// Writes a gram so that a gram which begins with another begins with its octets.
    ///
    /// @return where the octets end
    static int write(long gram, byte[] into, int from) {
        int at = from;
        for (int i = 0, length = lengthOf(gram); i < length; i++) {
            int c = (int) (gram >>> ((LONGEST - 1 - i) * CHAR)) & 0xFFFF;
            if (c < 0x80) {
                into[at++] = (byte) c;
            } else if (c < 0x800) {
                into[at++] = (byte) (0xC0 | (c >> 6));
                into[at++] = (byte) (0x80 | (c & 0x3F));
            } else { // each half of a surrogate pair by itself
                into[at++] = (byte) (0xE0 | (c >> 12));
                into[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                into[at++] = (byte) (0x80 | (c & 0x3F));
            }
        }
        return at;
    }

    /// The most octets of a gram.
    static final int MOST_OCTETS = 3 * LONGEST;
}
