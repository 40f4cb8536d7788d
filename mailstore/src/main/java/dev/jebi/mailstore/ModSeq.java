package dev.jebi.mailstore;

/// A mod-sequence (RFC 7162): grows with every change of a mailbox, at least 1 for a mailbox.
public record ModSeq(long value) implements Comparable<ModSeq> {
    /// Before every change.
    public static final ModSeq ZERO = new ModSeq(0);

    @Override
    public int compareTo(ModSeq other) {
        return Long.compare(value, other.value);
    }
}
