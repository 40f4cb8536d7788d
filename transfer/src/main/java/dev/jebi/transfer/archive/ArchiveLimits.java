package dev.jebi.transfer.archive;

/// What reading an archive may take.
///
/// @param messageOctets the largest message that is taken; larger ones are passed over
/// @param heapOctets octets of a message that stay in heap; more go to a file
/// @param batchMessages messages that are appended in one change
/// @param batchOctets octets of such, unless a single message has more
public record ArchiveLimits(
        long messageOctets, int heapOctets, int batchMessages, long batchOctets) {
    /// Some MB of heap, whatever the archive is.
    public static final ArchiveLimits STANDARD =
            new ArchiveLimits(1L << 30, 256 << 10, 200, 4L << 20);

    /// Header octets in which an archive's own flags are looked for.
    static final int FLAG_HEADER_OCTETS = 64 << 10;

    /// As these, with another largest message.
    public ArchiveLimits withMessageOctets(long octets) {
        return new ArchiveLimits(octets, heapOctets, batchMessages, batchOctets);
    }
}
