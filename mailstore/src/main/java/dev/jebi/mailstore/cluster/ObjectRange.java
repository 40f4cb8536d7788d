package dev.jebi.mailstore.cluster;

/// Where a record's body is in a [ContentStore].
///
/// @param object an opaque name of at most [#NAME_LENGTH] ASCII characters; one object may hold the
///   bodies of several records
/// @param offset where the body begins in the object
/// @param size its octets
public record ObjectRange(String object, long offset, long size) {
    /// The longest name of an object.
    public static final int NAME_LENGTH = 200;

    /// Checks them.
    public ObjectRange {
        if (object.length() > NAME_LENGTH || offset < 0 || size < 0) {
            throw new IllegalArgumentException("no range of an object: " + object);
        }
    }

    /// A part of it.
    public ObjectRange part(long from, long length) {
        if (from < 0 || length < 0 || from + length > size) {
            throw new IndexOutOfBoundsException(from + "+" + length + " of " + this);
        }
        return new ObjectRange(object, offset + from, length);
    }
}
