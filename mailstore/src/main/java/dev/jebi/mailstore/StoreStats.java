package dev.jebi.mailstore;

import java.time.Instant;
import java.util.Optional;

/// What a store takes on the disk, and what lives in it, in octets.
///
/// @param segments how many files the journal has
/// @param journal octets of these
/// @param spare octets of the segment that is kept ready
/// @param living octets of messages that something refers to, heads included
/// @param unreleased octets of segments that are deleted but still read by somebody
/// @param index octets of the index
/// @param snapshots octets of the snapshots
/// @param snapshot when the newest snapshot was made
public record StoreStats(
        int segments,
        long journal,
        long spare,
        long living,
        long unreleased,
        long index,
        long snapshots,
        Optional<Instant> snapshot) {
    /// All that the store takes.
    public long total() {
        return journal + spare + unreleased + index + snapshots;
    }

    /// All that the store needs: what is deleted already waits for a collection only.
    long needed() {
        return total() - unreleased;
    }

    /// Octets of the journal that nobody needs any more, or that nothing was written to yet.
    public long dead() {
        return journal - living;
    }
}
