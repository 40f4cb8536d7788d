package dev.jebi.imapserver.command;

/// A part of a list of results (RFC 9394 §4 `partial-range`): from its beginning, or from its end
/// where the numbers are negative. In whatever order they come.
public record PartialRange(long one, long other) {
    /// The index of the first result in a list of that size; the end where there is none.
    public int from(int size) {
        return one > 0 ? clamp(low() - 1, size) : clamp(size - high(), size);
    }

    /// The index behind the last result.
    public int end(int size) {
        return one > 0 ? clamp(high(), size) : clamp(size - low() + 1, size);
    }

    private long low() {
        return Math.min(Math.abs(one), Math.abs(other));
    }

    private long high() {
        return Math.max(Math.abs(one), Math.abs(other));
    }

    private static int clamp(long index, int size) {
        return (int) Math.clamp(index, 0L, size);
    }

    /// As the client wrote it.
    @Override
    public String toString() {
        return one + ":" + other;
    }
}
