package dev.jebi.transfer;

import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.Trace;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A road for mail into this system: [Reception] from other servers, [Submission] from account
/// holders. Safe for use by several threads.
public sealed interface Intake permits Reception, Submission, TracedIntake {
    /// Whether this client may send with that reverse-path; the refusal when not.
    Optional<Reply> sender(ClientIdentity client, ReversePath from);

    /// Whether a recipient is taken from this client.
    ///
    /// @param from the reverse-path of the transaction
    /// @param size of the message, where the client declared it (RFC 1870)
    /// @param claims the transaction's: room in the recipient's mailbox is claimed in it
    RecipientVerdict recipient(
            ClientIdentity client,
            ReversePath from,
            ForwardPath to,
            OptionalLong size,
            Claims claims);

    /// Accepts a message or refuses it. A positive reply means that it is durable.
    ///
    /// @throws IOException when the store failed; nothing was accepted then
    Reply accept(ClientIdentity client, Envelope envelope, Arrived arrived) throws IOException;

    /// Hears of what the face refused by itself, before anybody here was asked.
    ///
    /// @param to recipients, as far as they are known
    /// @param id of the message, or of the session
    default void refused(
            ClientIdentity client, ReversePath from, List<String> to, String id, Reply reply) {
        // nobody writes it down
    }

    /// The same road, on which what is refused is written down.
    default Intake traced(Trace trace, InstantSource clock) {
        return new TracedIntake(this, trace, clock);
    }
}
