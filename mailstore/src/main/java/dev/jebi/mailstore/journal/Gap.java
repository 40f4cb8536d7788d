package dev.jebi.mailstore.journal;

/// Positions that no segment holds.
///
/// @param to the position behind the last one
/// @param freed whether they were given back on purpose: nothing that lives is missing with them,
///   but what they held cannot be replayed
public record Gap(long from, long to, boolean freed) {
    /// Whether it held octets that were moved, and no records.
    public boolean moved() {
        return ContentLocation.isMoved(from);
    }
}
