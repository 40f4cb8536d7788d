package dev.jebi.sieve;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.util.Optional;

/// The message that a script looks at.
///
/// @param head its structure, when it has been read already; else it is read when a test asks
public record SieveMessage(Content content, SieveEnvelope envelope, Optional<MessageHead> head) {
    /// A message whose structure is not known yet.
    public SieveMessage(Content content, SieveEnvelope envelope) {
        this(content, envelope, Optional.empty());
    }
}
