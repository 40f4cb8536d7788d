package dev.jebi.transfer.abuse;

import dev.jebi.content.Content;

import java.io.IOException;

/// Somebody else who learns what owners sort. Safe for use by several threads.
@FunctionalInterface
public interface Lessons {
    /// Learns that a message is junk, or is not.
    void learn(Content content, boolean junk) throws IOException;
}
