package dev.jebi.useragent.panes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Finds things by some of their letters in order; letters that begin words or stand together count
/// more.
final class Fuzzy {
    private Fuzzy() {}

    static <T> List<T> sorted(List<T> all, String typed, Function<T, String> text) {
        if (typed.isBlank()) {
            return all;
        }
        record Ranked<T>(T thing, int score) {}
        var found = new ArrayList<Ranked<T>>();
        for (T thing : all) {
            int score = score(typed, text.apply(thing));
            if (score > 0) {
                found.add(new Ranked<>(thing, score));
            }
        }
        found.sort(Comparator.comparingInt((Ranked<T> r) -> -r.score()));
        return found.stream().map(Ranked::thing).toList();
    }

    /// How well it fits; 0 for not at all.
    static int score(String typed, String text) {
        String wanted = typed.toLowerCase(Locale.ROOT).replace(" ", "");
        String in = text.toLowerCase(Locale.ROOT);
        int score = in.contains(typed.toLowerCase(Locale.ROOT)) ? 50 : 1;
        int at = -1;
        for (int i = 0; i < wanted.length(); i++) {
            int next = in.indexOf(wanted.charAt(i), at + 1);
            if (next < 0) {
                return 0;
            }
            boolean begins = next == 0 || !Character.isLetterOrDigit(in.charAt(next - 1));
            score += begins ? 10 : next == at + 1 ? 5 : 0;
            at = next;
        }
        return score;
    }
}
