package dev.jebi.mailstore;

import dev.jebi.mailstore.search.FuzzyWord;
import dev.jebi.mailstore.search.Needle;
import dev.jebi.mailstore.search.TextKind;
import dev.jebi.mailstore.search.TextVisitor;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A text that is looked for.
///
/// @param visitor which knows it when it sees it
/// @param parts of which a text that has it has one at least: what the index is asked for
record Sought(TextVisitor visitor, List<Needle> parts) {
    /// What is looked for, all of it.
    static List<Sought> of(String text, SearchQuery.Tolerance tolerance) {
        var words =
                switch (tolerance) {
                    case NONE -> List.<FuzzyWord>of();
                    case ORDER -> FuzzyWord.of(text, false);
                    case SPELLING -> FuzzyWord.of(text, true);
                };
        if (words.isEmpty()) {
            var needle = new Needle(text);
            return List.of(new Sought(needle, List.of(needle)));
        }
        return words.stream().map(word -> new Sought(word, word.parts())).toList();
    }

    /// The positions of all messages that have it in a text of one of these kinds, and of some that
    /// have not; empty when nothing is known.
    Optional<BitSet> in(SearchScope scope, Set<TextKind> kinds) {
        var positions = new BitSet();
        for (Needle part : parts) {
            var some = scope.mayHave(part, kinds);
            if (some.isEmpty()) {
                return some;
            }
            positions.or(some.get());
        }
        return Optional.of(positions);
    }
}
