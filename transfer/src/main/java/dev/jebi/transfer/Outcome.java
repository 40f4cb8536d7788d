package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;

/// What an attempt came to for one recipient.
sealed interface Outcome {
    /// The peer took it.
    record Delivered(String reply) implements Outcome {}

    /// Not now.
    record Deferred(Diagnosis why) implements Outcome {}

    /// Never.
    record Failed(Diagnosis why) implements Outcome {}

    /// An entry and what its attempt came to.
    record Attempt(Entry entry, Outcome outcome) {}
}
