package dev.jebi.mailstore;

import java.time.Duration;

/// For how long, and how much of it, an account's expunged messages can be restored.
///
/// @param keep for how long; zero keeps nothing
/// @param octets of one account; with more the oldest go first
public record UndeleteLimits(Duration keep, long octets) {
    /// Two weeks, and a gibibyte.
    public static final UndeleteLimits STANDARD = new UndeleteLimits(Duration.ofDays(14), 1L << 30);

    /// Nothing is kept.
    public static final UndeleteLimits NONE = new UndeleteLimits(Duration.ZERO, 0);

    boolean none() {
        return keep.isZero() || octets == 0;
    }
}
