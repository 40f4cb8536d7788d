package dev.jebi.mailstore.search;

import java.io.IOException;
import java.io.Reader;

/// Reads text and folds it in bounded steps, so that it comes to the same as if it had been folded
/// whole.
final class FoldedText {
    private static final int CHUNK = 16 << 10;

    /// Chars that are folded at once at most; beyond, they are cut wherever they are.
    private static final int LONGEST = 4 * CHUNK;

    private FoldedText() {}

    /// Is handed a text piece by piece.
    interface Pieces {
        /// The next piece.
        ///
        /// @return whether that is enough
        boolean next(String folded);
    }

    /// Reads until it is enough or the text ends.
    ///
    /// @return whether it was enough
    static boolean read(Reader text, Pieces pieces) throws IOException {
        var chunk = new char[CHUNK];
        var unfolded = new StringBuilder();
        for (int n = fill(text, chunk); n > 0; n = fill(text, chunk)) {
            unfolded.append(chunk, 0, n);
            int cut = n < CHUNK ? unfolded.length() : cut(unfolded);
            if (cut > 0 && pieces.next(Folding.fold(unfolded.substring(0, cut)))) {
                return true;
            }
            unfolded.delete(0, cut);
        }
        return !unfolded.isEmpty() && pieces.next(Folding.fold(unfolded.toString()));
    }

    /// Fills the chunk unless the text ends: where it is cut must not depend on how it was read.
    private static int fill(Reader text, char[] chunk) throws IOException {
        int filled = 0;
        while (filled < chunk.length) {
            int n = text.read(chunk, filled, chunk.length - filled);
            if (n < 0) {
                break;
            }
            filled += n;
        }
        return filled;
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
}
