package dev.jebi.mailstore.snapshot;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// A snapshot that was found intact.
///
/// @param lsn the position it belongs to
/// @param octets the size of its file
/// @param rows messages and octets of messages that it knows
public record Snapshot(
        String name, UUID store, long lsn, Instant made, long octets, long changes, long rows) {
    private static final String PREFIX = "snapshot-";

    Snapshot named(String other) {
        return new Snapshot(other, store, lsn, made, octets, changes, rows);
    }

    static String name(long lsn) {
        return PREFIX + HexFormat.of().toHexDigits(lsn);
    }

    /// The position in a file's name; empty when it is another file's name.
    static Optional<Long> lsn(String name) {
        return name.matches(PREFIX + "[0-9a-f]{16}")
                ? Optional.of(HexFormat.fromHexDigitsToLong(name, PREFIX.length(), name.length()))
                : Optional.empty();
    }
}
