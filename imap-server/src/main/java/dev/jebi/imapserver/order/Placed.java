package dev.jebi.imapserver.order;

/// A message with what its place in an [Ordering] depends on.
///
/// @param numbers for each criterion a number: of a text, its first octets
/// @param texts for each criterion that is a text, its octets; else none
public record Placed(long uid, long[] numbers, byte[][] texts) {
    static final byte[] NO_TEXT = new byte[0];
}
