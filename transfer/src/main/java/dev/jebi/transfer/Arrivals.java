package dev.jebi.transfer;

import dev.jebi.content.Content;

/// Hears of mail from other servers that was taken. Must not throw; takes as long as the client
/// waits for its reply.
@FunctionalInterface
public interface Arrivals {
    /// Nobody listens.
    Arrivals NONE = (_, _) -> {};

    /// A message that is durable.
    ///
    /// @param content as it came
    void arrived(Envelope envelope, Content content);
}
