package dev.jebi.mailstore.search;

/// How the index does.
///
/// @param ready whether searches use it
/// @param messages messages that it knows
/// @param forgotten deleted ones whose room is not given back yet
/// @param mark the last blob that searches find by it
/// @param behind messages that came later: searches read them
/// @param octets what it takes on disk
public record SearchState(
        boolean ready, long messages, long forgotten, long mark, long behind, long octets) {}
