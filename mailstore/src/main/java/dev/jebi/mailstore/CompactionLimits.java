package dev.jebi.mailstore;

import java.time.Duration;

/// When and how fast the store gives back the disk space of what was deleted.
///
/// @param interval how often it is looked whether there is something to give back; zero for never
/// @param percent of the octets that live, above which the store on disk is compacted
/// @param constant octets that are never worth it: what a store takes whatever it holds
/// @param octetsPerSecond how fast living octets are copied, while the store is not above `hurry`
/// @param hurry percent, likewise, above which they are copied as fast as the disk takes them
/// @param full percent, likewise, above which who brings octets waits for compaction
/// @param most percent, likewise, that the store is to stay near: from `full` on they wait the
///   longer the nearer the store comes to it
public record CompactionLimits(
        Duration interval,
        int percent,
        long constant,
        long octetsPerSecond,
        int hurry,
        int full,
        int most) {
    /// Below 1.6 times what lives, with room for what happens while it runs.
    public static final CompactionLimits STANDARD =
            new CompactionLimits(Duration.ofMillis(250), 117, 16L << 20, 32L << 20, 120, 144, 154);

    /// Only when somebody asks for it.
    public static final CompactionLimits NEVER =
            new CompactionLimits(Duration.ZERO, 117, 16L << 20, Long.MAX_VALUE, 120, 144, 154);

    /// Percent of what lives that a large store may take in the place of the constant: the later
    /// compaction comes, the more has died by itself, and the less is copied.
    private static final int MORE = 10;

    /// A segment of which more lives, in percent, is full: the rest of it is what a segment always
    /// leaves free.
    static final int FULL = 85;

    /// The same at another speed.
    public CompactionLimits rate(long other) {
        return new CompactionLimits(interval, percent, constant, other, hurry, full, most);
    }

    /// What a store may take of which so much lives, at so many percent.
    long bound(long living, int percents) {
        return living / 100 * percents + Math.max(constant, living / 100 * MORE);
    }

    /// Checks them.
    public CompactionLimits {
        if (percent < 110
                || hurry < percent
                || full < percent
                || most <= full
                || octetsPerSecond < 1) {
            throw new IllegalArgumentException("limits of compaction that cannot be kept");
        }
    }
}
