package dev.jebi.mailstore.journal;

/// The fixed part of a record.
///
/// @param batch where the batch began that wrote this record: all before it was durable then
record RecordHeader(byte type, long lsn, long batch, int metaLength, long bodyLength, int bodyCrc) {
    /// Octets of a header on disk.
    static final int SIZE = 40;

    /// The type of the record that ends a segment.
    static final byte SEGMENT_END = -1;

    /// The type of a record that says nothing; as a batch of its own it proves what stands before
    /// it.
    static final byte VOID = -2;

    /// The type of a record of octets that were moved.
    static final byte MOVED = -3;

    /// Octets of a whole record, padding included.
    static long length(long metaLength, long bodyLength) {
        return (SIZE + metaLength + bodyLength + 7) & ~7L;
    }

    long length() {
        return length(metaLength, bodyLength);
    }

    /// Where the record behind this one begins.
    long next() {
        return lsn + length();
    }

    ContentLocation body() {
        return new ContentLocation(lsn + SIZE + metaLength, bodyLength);
    }
}
