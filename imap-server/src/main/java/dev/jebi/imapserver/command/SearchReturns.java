package dev.jebi.imapserver.command;

import java.util.Optional;
import java.util.Set;

/// What SEARCH, SORT or ESEARCH RETURN asks for (RFC 4731 §3.1, RFC 5267 §3).
///
/// @param partial the part of the results that PARTIAL asks for (RFC 9394 §3.1)
public record SearchReturns(Set<Result> results, Optional<PartialRange> partial) {
    /// What can be asked for.
    public enum Result {
        /// The lowest, or the first in the order asked for.
        MIN,
        /// The highest, or the last.
        MAX,
        /// All of them.
        ALL,
        /// How many.
        COUNT,
        /// That `$` stands for them (RFC 5182).
        SAVE,
        /// Nothing: the client will come back with the same question (RFC 5267 §4.2).
        CONTEXT,
        /// That changes of the result are told (RFC 5267 §4.3).
        UPDATE,
        /// The scores of a fuzzy search (RFC 6203 §4).
        RELEVANCY
    }

    /// What a search without any option means where the answer is ESEARCH.
    public static final SearchReturns ALL = new SearchReturns(Set.of(Result.ALL), Optional.empty());

    /// Whether it asks for this.
    public boolean has(Result result) {
        return results.contains(result);
    }

    /// Whether there is anything to be answered.
    public boolean tells() {
        return partial.isPresent()
                || has(Result.MIN)
                || has(Result.MAX)
                || has(Result.ALL)
                || has(Result.COUNT)
                || has(Result.RELEVANCY);
    }
}
