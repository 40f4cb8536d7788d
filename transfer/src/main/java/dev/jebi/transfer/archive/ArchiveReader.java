package dev.jebi.transfer.archive;

import java.io.IOException;
import java.util.Optional;

/// Reads an archive message by message. For one thread.
public interface ArchiveReader extends AutoCloseable {
    /// The next message, to be closed by the caller; empty at the end.
    ///
    /// @throws NotAnArchive when what is there is something else
    Optional<Archived> next() throws IOException;

    /// Where a later reader goes on behind the last message that was returned.
    String position() throws IOException;

    /// How much of the archive has been read, 0 to 1; the estimate of the time that is left.
    double share();

    /// Messages that were passed over: too large, or marked as deleted in the archive.
    long passedOver();

    @Override
    void close() throws IOException;
}
