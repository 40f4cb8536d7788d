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
/// @param warmOctets so much of what was written last is left in memory for the system to keep as
///   it likes; of what is older, only what somebody reads: mail that comes in fast would have each
///   page of the system's memory in turn for its own
public record JournalLimits(
        int segmentOctets,
        int batchRecords,
        int batchOctets,
        int queueRecords,
        long queueOctets,
        long keepFree,
        long warmOctets) {
    /// For a small organisation.
    public static final JournalLimits STANDARD =
            new JournalLimits(64 << 20, 1_000, 16 << 20, 10_000, 64L << 20, 8L << 20, 512L << 20);

    /// The smallest segment.
    static final int LEAST_SEGMENT = 256 << 10;

    /// Checks that a segment can hold something.
    public JournalLimits {
        if (segmentOctets < LEAST_SEGMENT || batchRecords < 1 || queueRecords < 1) {
            throw new IllegalArgumentException("limits too small");
        }
    }
}
