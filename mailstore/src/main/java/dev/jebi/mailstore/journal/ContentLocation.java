package dev.jebi.mailstore.journal;

/// Where octets stand in the journal: a position (segment base plus offset, as an LSN) and how many
/// there are. A part of a record's body has a location too.
public record ContentLocation(long position, long size) {
    /// A part of these octets.
    public ContentLocation part(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > size) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + this);
        }
        return new ContentLocation(position + offset, length);
    }
}
