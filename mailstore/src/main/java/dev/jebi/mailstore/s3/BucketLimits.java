package dev.jebi.mailstore.s3;

import java.time.Duration;

/// What is granted to the storage before it counts as out of reach.
///
/// @param connect how long a connection may take
/// @param silence how long it may send nothing
/// @param attempt how long one request may take, besides the time of its octets
/// @param octetsPerSecond the least speed of octets: a large message may take longer
/// @param attempts how often a request is tried that failed for a reason that may pass
/// @param concurrency requests at once from this node
/// @param unclaimed how old an object that nothing refers to must be before it is removed
public record BucketLimits(
        Duration connect,
        Duration silence,
        Duration attempt,
        long octetsPerSecond,
        int attempts,
        int concurrency,
        Duration unclaimed) {
    /// For a storage in the same house or the same region.
    public static final BucketLimits STANDARD =
            new BucketLimits(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    256 << 10,
                    3,
                    64,
                    Duration.ofDays(1));

    /// How long an attempt may take that carries so many octets.
    Duration attempt(long octets) {
        return attempt.plusSeconds(octets / octetsPerSecond);
    }

    /// How long all attempts together may take.
    Duration all(long octets) {
        return attempt(octets).multipliedBy(attempts);
    }
}
