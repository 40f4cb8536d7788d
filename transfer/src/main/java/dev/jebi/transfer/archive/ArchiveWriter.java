package dev.jebi.transfer.archive;

import dev.jebi.content.Content;
import dev.jebi.mailstore.MessageInfo;

import java.io.IOException;

/// Writes an archive message by message. For one thread.
public interface ArchiveWriter extends AutoCloseable {
    /// Adds a message.
    void write(MessageInfo message, Content content) throws IOException;

    /// Brings what was written to disk.
    ///
    /// @return a mark by which a later writer cuts off what came after
    long mark() throws IOException;

    /// Ends the archive: it has its name then.
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
