package dev.jebi.mailstore.search;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A word that is looked for and may be spelt otherwise (RFC 6203 §3): as a substring it is found
/// as it is, as a whole word with a letter or two wrong, missing, too many or changed about.
/// Immutable.
public final class FuzzyWord implements TextVisitor {
    /// Of more words the longest count.
    private static final int MOST_WORDS = 10;

    private static final int LONGEST = 64;

    /// From which length on a word may have one mistake, and two.
    private static final int ONE_MISTAKE = 4;

    private static final int TWO_MISTAKES = 8;

    /// How much of a text is kept while it is read on.
    private static final int KEPT = 2 * LONGEST;

    private final String word;
    private final int mistakes;

    private FuzzyWord(String word, int mistakes) {
        this.word = word;
        this.mistakes = mistakes;
    }

    /// The words of a text.
    ///
    /// @param spelling whether they may be spelt otherwise
    public static List<FuzzyWord> of(String text, boolean spelling) {
        String folded = Folding.fold(text);
        var words = new ArrayList<String>();
        for (int from = start(folded, 0); from < folded.length(); ) {
            int end = end(folded, from);
            String word = folded.substring(from, Math.min(end, from + LONGEST));
            if (!words.contains(word)) {
                words.add(word);
            }
            from = start(folded, end);
        }
        return words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MOST_WORDS)
                .map(word -> new FuzzyWord(word, spelling ? mistakes(word) : 0))
                .toList();
    }

    private static int mistakes(String word) {
        if (word.chars().anyMatch(c -> c >= 0x1100)) { // letters of such scripts are half words
            return 0;
        }
        return word.length() >= TWO_MISTAKES ? 2 : word.length() >= ONE_MISTAKE ? 1 : 0;
    }

    private static boolean inWord(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    private static int start(CharSequence text, int from) {
        int at = from;
        while (at < text.length() && !inWord(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int end(CharSequence text, int from) {
        int at = from;
        while (at < text.length() && inWord(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// Substrings of which each text that has the word has one at least: a mistake spoils at most
    /// two neighbours of them.
    public List<Needle> parts() {
        int count = 2 * mistakes + 1;
        var parts = new ArrayList<Needle>(count);
        for (int i = 0; i < count; i++) {
            int from = word.length() * i / count;
            parts.add(new Needle(word.substring(from, word.length() * (i + 1) / count)));
        }
        return parts;
    }

    @Override
    public boolean text(String text) {
        return in(new StringBuilder(Folding.fold(text)));
    }

    @Override
    public boolean text(Reader text) throws IOException {
        var window = new StringBuilder();
        return FoldedText.read(
                text,
                piece -> {
                    window.append(piece);
                    if (in(window)) {
                        return true;
                    }
                    window.delete(0, Math.max(0, window.length() - KEPT));
                    return false;
                });
    }

    private boolean in(StringBuilder text) {
        if (text.indexOf(word) >= 0) {
            return true;
        }
        if (mistakes == 0) {
            return false;
        }
        for (int from = start(text, 0); from < text.length(); ) {
            int end = end(text, from);
            if (Math.abs(end - from - word.length()) <= mistakes && near(text, from, end)) {
                return true;
            }
            from = start(text, end);
        }
        return false;
    }

    /// Whether there are no more mistakes than may be: the distance of Damerau and Levenshtein,
    /// where no letter is changed twice.
    private boolean near(CharSequence text, int from, int end) {
        int width = end - from;
        var before = new int[width + 1];
        var last = new int[width + 1];
        for (int j = 0; j <= width; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= word.length(); i++) {
            var row = new int[width + 1];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= width; j++) {
                boolean same = word.charAt(i - 1) == text.charAt(from + j - 1);
                int cost = last[j - 1] + (same ? 0 : 1);
                cost = Math.min(cost, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && changedAbout(text, from + j - 1, i - 1)) {
                    cost = Math.min(cost, before[j - 2] + 1);
                }
                row[j] = cost;
                least = Math.min(least, cost);
            }
            if (least > mistakes) {
                return false;
            }
            before = last;
            last = row;
        }
        return last[width] <= mistakes;
    }

    private boolean changedAbout(CharSequence text, int at, int i) {
        return word.charAt(i) == text.charAt(at - 1) && word.charAt(i - 1) == text.charAt(at);
    }
}
