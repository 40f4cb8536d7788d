package dev.jebi.sieve;

/// The search for a text in another, in linear time whatever the texts are (Knuth, Morris, Pratt).
final class TextSearch {
    /// Shorter ones can't make the plain search slow.
    private static final int SHORT = 32;

    private TextSearch() {}

    /// Where `wanted` first begins in `text` at or behind `from`; -1 when it does not.
    static int indexOf(String text, String wanted, int from) {
        if (wanted.length() <= SHORT || text.length() <= SHORT) {
            return text.indexOf(wanted, from);
        }
        int[] borders = borders(wanted);
        int matched = 0;
        for (int i = from; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != wanted.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(i) == wanted.charAt(matched)) {
                matched++;
            }
            if (matched == wanted.length()) {
                return i - matched + 1;
            }
        }
        return -1;
    }

    /// How long the longest proper prefix is that ends at each char.
    private static int[] borders(String wanted) {
        var borders = new int[wanted.length()];
        int length = 0;
        for (int i = 1; i < wanted.length(); i++) {
            while (length > 0 && wanted.charAt(i) != wanted.charAt(length)) {
                length = borders[length - 1];
            }
            if (wanted.charAt(i) == wanted.charAt(length)) {
                length++;
            }
            borders[i] = length;
        }
        return borders;
    }
}
