package dev.jebi.transfer.archive;

import dev.jebi.content.Content;
import dev.jebi.content.Spool;
import dev.jebi.mailstore.Flags;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// A message as an archive has it. Its octets can be read until it is closed. For one thread.
///
/// @param content with the line ends of mail, CRLF
/// @param date when it came, where the archive says so
/// @param uniqueId by what POP3 clients know it, where the archive says so
public record Archived(
        Content content,
        Flags flags,
        Optional<Instant> date,
        Optional<String> uniqueId,
        Spool spool)
        implements AutoCloseable {
    @Override
    public void close() throws IOException {
        spool.close();
    }
}
