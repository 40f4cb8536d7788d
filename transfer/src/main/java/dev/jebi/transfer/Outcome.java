package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;

/// What an attempt came to for one recipient.
sealed interface Outcome {
    /// The peer took it.
    ///
    /// @param said its reply
    /// @param reports whether it reports about it from now on, as was asked (RFC 3461 §5.2.1)
    /// @param deadlines whether it minds deadlines (RFC 2852)
    record Delivered(Diagnosis said, boolean reports, boolean deadlines) implements Outcome {}

    /// Not now.
    record Deferred(Diagnosis why) implements Outcome {}

    /// Never.
    record Failed(Diagnosis why) implements Outcome {}

    /// An entry and what its attempt came to, and by which way.
    record Attempt(Entry entry, Outcome outcome, Via via) {
        /// An attempt that came to no host.
        Attempt(Entry entry, Outcome outcome) {
            this(entry, outcome, Via.NONE);
        }
    }
}
