package dev.jebi.mailstore.search;

import java.time.Duration;

/// What the search index may take.
///
/// @param enabled whether there is one; without, every search reads messages
/// @param bufferMegabytes heap for documents that are not written to disk yet
/// @param charsPerText chars of a message's body, or header, that are indexed; a longer one is
///   always looked at
/// @param gramsPerText different grams of it, likewise
/// @param commitMessages messages after which the index is synced
/// @param commitAfter when it is synced even if there were fewer
/// @param startAfter how long after the store it starts, so that a start is not slowed
public record SearchLimits(
        boolean enabled,
        int bufferMegabytes,
        long charsPerText,
        int gramsPerText,
        int commitMessages,
        Duration commitAfter,
        Duration startAfter) {
    /// For a small organisation.
    public static final SearchLimits STANDARD =
            new SearchLimits(
                    true,
                    32,
                    16L << 20,
                    1 << 17,
                    20_000,
                    Duration.ofSeconds(30),
                    Duration.ofMillis(500));

    /// The same without an index.
    public SearchLimits off() {
        return new SearchLimits(
                false,
                bufferMegabytes,
                charsPerText,
                gramsPerText,
                commitMessages,
                commitAfter,
                startAfter);
    }
}
