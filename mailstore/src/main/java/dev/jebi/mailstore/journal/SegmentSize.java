package dev.jebi.mailstore.journal;

/// A segment of the journal: the position it begins at and how many octets it has on disk.
///
/// @param ended whether nothing is written to it any more
public record SegmentSize(long base, long octets, boolean ended) {}
