package dev.jebi.mailstore;

import java.time.Duration;
import java.util.List;

/// What a move of a store came to.
///
/// @param resumed whether a move that was broken off was gone on with
/// @param octets of messages and their heads
/// @param unreadable contents that the source itself cannot read any more
/// @param differences between the source and what was read back, in sentences; with any of them the
///   move is not done
public record MigrationReport(
        boolean resumed,
        long accounts,
        long mailboxes,
        long messages,
        long kept,
        long queued,
        long contents,
        long octets,
        long unreadable,
        Duration took,
        List<String> differences) {
    /// Whether everything is there.
    public boolean whole() {
        return differences.isEmpty();
    }
}
