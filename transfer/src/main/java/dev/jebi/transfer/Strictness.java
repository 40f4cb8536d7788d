package dev.jebi.transfer;

import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.Reply;

import java.util.Optional;

/// What octets a message may have. A bare LF is never taken: together with a server that takes it
/// for a line end it smuggles messages (RFC 5321 §2.3.8, §4.1.1.4). A bare CR or a NUL cannot do
/// that, and old mail has them: a message that stays here keeps them, octet for octet; one that is
/// passed on must not have them (RFC 5321 §2.3.8, RFC 5322 §2.2).
final class Strictness {
    private Strictness() {}

    /// The refusal for a message whose octets cannot be taken.
    ///
    /// @param passedOn whether it is new, or goes to another server
    /// @param body what it was declared to hold; BINARYMIME, which comes in counted chunks alone,
    ///   may hold anything (RFC 3030 §3)
    static Optional<Reply> check(Arrived arrived, boolean passedOn, Body body) {
        if (body == Body.BINARY_MIME) {
            return Optional.empty();
        }
        if (arrived.bareLf()) {
            return refusal("a line ends with CRLF, never with LF alone");
        }
        if (passedOn && arrived.bareCr()) {
            return refusal("a line ends with CRLF, never with CR alone");
        }
        if (passedOn && arrived.nul()) {
            return refusal("a message has no NUL");
        }
        return Optional.empty();
    }

    private static Optional<Reply> refusal(String why) {
        return Optional.of(Reply.of(554, "5.6.0", "Message refused: " + why));
    }
}
