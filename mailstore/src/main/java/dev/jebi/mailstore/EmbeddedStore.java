package dev.jebi.mailstore;

import dev.jebi.mailstore.journal.Disk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// The store of one process on one machine: a journal that is synced before anything is
/// acknowledged, and an H2 index that follows it.
public final class EmbeddedStore {
    private EmbeddedStore() {}

    /// Opens the store in a directory, which is made where it is missing; after a crash it recovers
    /// by itself.
    ///
    /// @throws StoreInUse when another process has it open
    public static MailStore open(Path directory, StoreLimits limits, InstantSource clock)
            throws IOException {
        return open(
                directory,
                limits,
                clock,
                _ -> {
                    // the log tells of it, and the store takes nothing any more
                });
    }

    /// As the other one.
    ///
    /// @param onFailure called once, when the journal could not be written or synced: nothing is
    ///   acknowledged any more, and the process must end and start again
    public static MailStore open(
            Path directory,
            StoreLimits limits,
            InstantSource clock,
            Consumer<IOException> onFailure)
            throws IOException {
        return open(directory, limits, clock, onFailure, Optional.empty());
    }

    /// As the other ones, with the journal on any disk.
    static MailStore open(
            Path directory,
            StoreLimits limits,
            InstantSource clock,
            Consumer<IOException> onFailure,
            Optional<Disk> disk)
            throws IOException {
        var locked = StoreDirectory.lock(directory);
        boolean opened = false;
        try {
            var store = new StoreOpening(locked, limits, clock, onFailure, disk).open();
            opened = true;
            return store;
        } finally {
            if (!opened) {
                locked.close();
            }
        }
    }
}
