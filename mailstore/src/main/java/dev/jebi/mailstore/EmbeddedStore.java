package dev.jebi.mailstore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

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
        throw new IOException(directory + " " + limits + " " + clock);
    }
}
