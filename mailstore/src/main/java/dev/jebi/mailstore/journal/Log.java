package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// The order of all changes, and what makes them durable: the [Journal] on this machine's disk, or
/// a log that several nodes share. Safe for use by several threads.
public interface Log {
    /// Appends a record and returns when it is durable and published ([Entry#durable] has run). An
    /// interrupt does not end the wait.
    ///
    /// @return false when the entry was withdrawn in [Entry#prepare]
    /// @throws NoRoom when there is no room; the entry was not prepared
    /// @throws IOException when it cannot be taken now; whether the [Journal] can take anything
    ///   later is told by [JournalFailed]
    boolean append(Entry entry) throws IOException;

    /// Octets by their location; nothing needs to be read yet.
    Content read(ContentLocation location) throws IOException;

    /// The head of a message, which is likely to be read with others.
    ///
    /// @param next the heads that are likely to be read next, this one first
    default Content head(ContentLocation head, Supplier<List<ContentLocation>> next)
            throws IOException {
        return read(head);
    }
}
