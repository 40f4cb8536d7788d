package dev.jebi.transfer.abuse;

import dev.jebi.content.Content;
import dev.jebi.smtp.Reply;

import java.util.Optional;

/// What all who looked at a message have come to.
///
/// @param refusal the reply, when the message is not taken
/// @param discarded whether it is taken, and nobody gets it
/// @param edited the content, where it was edited
/// @param field what stands above it from now on; may be empty
/// @param junk whether it belongs among the junk
public record Screened(
        Optional<Reply> refusal,
        boolean discarded,
        Optional<Content> edited,
        String field,
        boolean junk) {
    /// Of a message that nobody has looked at.
    public static final Screened UNTOUCHED =
            new Screened(Optional.empty(), false, Optional.empty(), "", false);
}
