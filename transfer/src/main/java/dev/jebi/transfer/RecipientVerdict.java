package dev.jebi.transfer;

import dev.jebi.smtp.Reply;

/// What is said to RCPT.
public sealed interface RecipientVerdict {
    /// The recipient is taken.
    record Taken(Recipient recipient) implements RecipientVerdict {}

    /// It is not.
    record Refused(Reply reply) implements RecipientVerdict {}
}
