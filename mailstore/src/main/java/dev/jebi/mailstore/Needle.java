package dev.jebi.mailstore;

import java.io.IOException;
import java.io.Reader;
import java.text.Normalizer;

/// Text that is looked for: found as a substring, in any case and in any of the ways Unicode can
/// write it. Both sides are folded as i;unicode-casemap does it (RFC 5051), by compatibility and
/// character by character, so that one fold suits every place in a word. Immutable.
final class Needle {
    private static final int CHUNK = 16 << 10;

    /// Chars that are folded at once at most; beyond, they are cut wherever they are.
    private static final int LONGEST = 4 * CHUNK;

    private final String folded;

    Needle(String text) {
        this.folded = fold(text);
    }

    boolean in(String text) {
        return fold(text).contains(folded);
    }

    /// Reads until it is found or the text ends; keeps no more than a chunk of it.
    boolean in(Reader text) throws IOException {
        if (folded.isEmpty()) {
            return true;
        }
        var chunk = new char[CHUNK];
        var unfolded = new StringBuilder();
        var window = new StringBuilder();
        for (int n = text.read(chunk); n >= 0; n = text.read(chunk)) {
            unfolded.append(chunk, 0, n);
            int cut = cut(unfolded);
            if (search(window, unfolded.substring(0, cut))) {
                return true;
            }
            unfolded.delete(0, cut);
        }
        return search(window, unfolded.toString());
    }

    private boolean search(StringBuilder window, String more) {
        window.append(fold(more));
        if (window.indexOf(folded) >= 0) {
            return true;
        }
        window.delete(0, Math.max(0, window.length() - folded.length() + 1));
        return false;
    }

    /// Where text can be cut so that both parts fold as the whole does: before a char that joins
    /// nothing before it.
    private static int cut(StringBuilder text) {
        for (int i = text.length() - 1; i > 0; i--) {
            char c = text.charAt(i);
            boolean latin = c < 0x300;
            boolean hangulSyllable = c >= 0xAC00 && c <= 0xD7A3;
            boolean ideograph = c >= 0x4E00 && c <= 0x9FFF;
            if (latin || hangulSyllable || ideograph) {
                return i;
            }
        }
        if (text.length() < LONGEST) {
            return 0;
        }
        boolean pair = Character.isHighSurrogate(text.charAt(text.length() - 1));
        return pair ? text.length() - 1 : text.length();
    }

    static String fold(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return lowerCase(text);
        }
        var folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(c -> fold(c, folded));
        // what upper case has as one character can be two in lower case, and join anew
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static void fold(int c, StringBuilder into) {
        if (c == 'ß' || c == 'ẞ') {
            into.append("ss");
        } else {
            into.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
        }
    }

    private static String lowerCase(String ascii) {
        var folded = new StringBuilder(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return folded.toString();
    }
}
