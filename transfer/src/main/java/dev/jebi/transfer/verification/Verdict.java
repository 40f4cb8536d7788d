package dev.jebi.transfer.verification;

import dev.jebi.smtp.Reply;

/// What follows from a verification for a recipient.
public sealed interface Verdict {
    /// The message is taken.
    record Accept() implements Verdict {}

    /// It is taken and put among the junk.
    ///
    /// @param why for people
    record Junk(String why) implements Verdict {}

    /// It is not taken, now or ever.
    record Refuse(Reply reply) implements Verdict {}
}
