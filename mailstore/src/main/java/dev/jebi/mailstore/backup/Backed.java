package dev.jebi.mailstore.backup;

import dev.jebi.mailstore.index.StateSink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/// What a backup needs of a store that is open.
public interface Backed {
    /// Its id.
    UUID store();

    /// Its data directory.
    Path directory();

    /// Every journal record with a smaller position is durable.
    long durableLsn();

    /// Returns when the index has all that was acknowledged before the call.
    void settled() throws IOException;

    /// Hands over the state of the index at one moment.
    void export(StateSink sink) throws IOException;
}
