package dev.jebi.mailstore.journal;

/// Where octets stand in the journal: a position (segment base plus offset, as an LSN) and how many
/// there are. A part of a record's body has a location too.
public record ContentLocation(long position, long size) {
    /// The position of the first octet that was ever moved. Octets that were moved have positions
    /// of their own, in segments of their own: they stay, while most of what is new dies soon, and
    /// a segment that dies as a whole is given back without a copy. Nothing there is replayed.
    static final long MOVED = 1L << 55;

    /// Whether octets at a position came there by [Journal#move].
    public static boolean isMoved(long position) {
        return position >= MOVED;
    }

    /// The position behind them.
    long end() {
        return position + size;
    }

    /// A part of these octets.
    public ContentLocation part(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > size) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + this);
        }
        return new ContentLocation(position + offset, length);
    }
}
