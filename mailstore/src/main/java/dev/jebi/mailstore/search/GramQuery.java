package dev.jebi.mailstore.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The grams that a text must have if it has a needle.
///
/// @param exact grams that are in the text as they are
/// @param beginning where there is none of those: what at least one gram of the text begins with; a
///   gram of no length where nothing is known of the text
record GramQuery(List<Long> exact, long beginning) {
    /// More grams of a needle say little that these do not.
    private static final int ENOUGH = 48;

    static GramQuery of(Needle needle) {
        String text = needle.folded();
        var exact = new LinkedHashSet<Long>();
        for (int at = 0; at < text.length() && exact.size() < ENOUGH; at++) {
            int length = Grams.length(text.charAt(at));
            if (at + length <= text.length()) {
                exact.add(Grams.of(text, at, length));
            }
        }
        return new GramQuery(
                new ArrayList<>(exact), exact.isEmpty() ? Grams.of(text, 0, text.length()) : 0);
    }

    /// Whether every text may have the needle, as far as grams tell.
    boolean anything() {
        return exact.isEmpty() && Grams.lengthOf(beginning) == 0;
    }
}
