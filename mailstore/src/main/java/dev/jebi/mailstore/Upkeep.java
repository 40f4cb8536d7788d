package dev.jebi.mailstore;

import dev.jebi.mailstore.backup.Backup;
import dev.jebi.mailstore.backup.Progress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What keeps a store on this machine's disk small and sound. Safe for use by several threads.
public interface Upkeep {
    /// What the store takes and holds.
    StoreStats stats() throws IOException;

    /// Gives back what can be given back, as fast as it goes; returns when nothing is left to gain.
    ///
    /// @param progress hears a line now and then
    /// @return octets given back
    long compact(Consumer<String> progress) throws IOException;

    /// Reads everything, and compares what must be equal.
    ///
    /// @param progress hears a line now and then
    Verification verify(Consumer<String> progress) throws IOException;

    /// Takes a backup into a directory, or brings the one that is there up to date, while mail goes
    /// on; then reads it back and checks it.
    Backup.Taken backup(Path target, Progress progress) throws IOException;
}
