package dev.jebi.mailstore;

/// A unique identifier of a message in its mailbox (RFC 9051 §2.3.1.1): 1 to 2^32-1.
public record Uid(long value) implements Comparable<Uid> {
    /// Checks the range.
    public Uid {
        if (value < 1 || value > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("not a UID: " + value);
        }
    }

    @Override
    public int compareTo(Uid other) {
        return Long.compare(value, other.value);
    }
}
