package dev.jebi.mailstore.cluster;

import java.time.Duration;

/// What a node of a cluster grants, itself and others.
///
/// @param batchRecords the most records in one transaction
/// @param batchOctets the most octets of bodies in one transaction
/// @param queueRecords entries that may wait for the committer before callers wait to hand theirs
///   in
/// @param largeBody a body with more octets is stored before the transaction, by its own caller
/// @param readers connections for reading
/// @param tries how often a transaction is tried that the database wants to have tried again
/// @param patience how long somebody waits for a database that cannot be reached
/// @param poll how often a node looks for records of others where nobody tells it
/// @param heartbeat how often a node says that it is there
/// @param deadAfter a node that was not heard of for so long is taken for dead
/// @param grace how long octets stay after the last reference is gone: somebody may be reading
public record ClusterLimits(
        int batchRecords,
        int batchOctets,
        int queueRecords,
        int largeBody,
        int readers,
        int tries,
        Duration patience,
        Duration poll,
        Duration heartbeat,
        Duration deadAfter,
        Duration grace) {
    /// For a few nodes on one database.
    public static final ClusterLimits STANDARD =
            new ClusterLimits(
                    1_000,
                    4 << 20,
                    10_000,
                    1 << 20,
                    16,
                    50,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(1));
}
