package dev.jebi.mailstore.journal;

/// A segment of the journal: the LSN it begins at and how many octets it has on disk.
public record SegmentSize(long base, long octets) {}
