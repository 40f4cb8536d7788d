package dev.jebi.mailstore;

import java.time.Duration;

/// For how long, and how much of it, what became of messages is kept.
///
/// @param keep for how long; zero keeps nothing
/// @param octets in all; with more the oldest goes
public record TraceLimits(Duration keep, long octets) {
    /// Thirty days, and two gibibytes.
    public static final TraceLimits STANDARD = new TraceLimits(Duration.ofDays(30), 2L << 30);

    /// Nothing is kept.
    public static final TraceLimits NONE = new TraceLimits(Duration.ZERO, 0);

    /// Events that may wait to be written down.
    static final int WAITING_EVENTS = 50_000;

    /// Chars of such events.
    static final long WAITING_CHARS = 32L << 20;

    /// Events that are compressed together.
    static final int BLOCK_EVENTS = 1_000;

    /// Events of one message that are shown.
    static final int EVENTS = 5_000;

    /// Octets of the disk that are left to mail.
    static final long KEEP_FREE = 64L << 20;

    boolean none() {
        return keep.isZero() || octets == 0;
    }
}
