package dev.jebi.mailstore.journal;

/// What the journal grants.
///
/// @param segmentOctets the size that segments grow to; a larger entry gets a segment of its own
/// @param batchRecords the most records that share one sync
/// @param batchOctets the most octets that share one sync, unless one record alone has more
/// @param queueRecords entries that may wait for the committer before callers wait to hand theirs
///   in
/// @param queueOctets octets of such entries, likewise
/// @param keepFree octets of the disk that are left to others (the index, spooled messages): with
///   less the disk counts as full
public record JournalLimits(
        int segmentOctets,
        int batchRecords,
        int batchOctets,
        int queueRecords,
        long queueOctets,
        long keepFree) {
    /// For a small organisation.
    public static final JournalLimits STANDARD =
            new JournalLimits(64 << 20, 1_000, 16 << 20, 10_000, 64L << 20, 8L << 20);

    /// The smallest segment.
    static final int LEAST_SEGMENT = 256 << 10;

    /// Checks that a segment can hold something.
    public JournalLimits {
        if (segmentOctets < LEAST_SEGMENT || batchRecords < 1 || queueRecords < 1) {
            throw new IllegalArgumentException("limits too small");
        }
    }
}
