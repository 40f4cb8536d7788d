package dev.jebi.mailstore.powercut;

import java.io.Serializable;

/// What happened to a disk. Files and directories go by number, names are entries of directories.
sealed interface Event extends Serializable {
    /// Octets were written, not synced.
    record Written(int file, long position, byte[] octets) implements Event {}

    /// A file was cut or grown, not synced.
    record Truncated(int file, long size) implements Event {}

    /// A sync of a file has ended, that had begun when the trace had `upTo` events.
    record Synced(int file, int upTo) implements Event {}

    /// A name was made; not durable before its directory is synced.
    record Linked(int directory, String name, int to, boolean isDirectory) implements Event {}

    /// A name was removed.
    record Unlinked(int directory, String name) implements Event {}

    /// A name was changed, in the place of another one where there was one.
    record Renamed(int from, String name, int to, String newName) implements Event {}

    /// A sync of a directory has ended, that had begun when the trace had `upTo` events.
    record DirectorySynced(int directory, int upTo) implements Event {}
}
