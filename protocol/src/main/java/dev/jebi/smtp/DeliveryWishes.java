package dev.jebi.smtp;

import java.time.Instant;
import java.util.Optional;

/// What an originator wishes for a message as a whole, beyond that it be delivered: the parameters
/// of MAIL that go with the message through the store and the queue.
///
/// @param body what the content may hold (RFC 6152, RFC 3030)
/// @param returned how much of the message a report of failure brings back (RFC 3461 §4.3); empty
///   where nothing was said
/// @param envelopeId the originator's name for this transaction, decoded (RFC 3461 §4.4)
/// @param tls how much TLS matters on every further hop (RFC 8689)
/// @param holdUntil no attempt is made before (RFC 4865)
/// @param deliverBy when it must have arrived (RFC 2852)
/// @param priority from -9 to 9, greater is more urgent (RFC 6710)
public record DeliveryWishes(
        Body body,
        Optional<Returned> returned,
        Optional<String> envelopeId,
        TlsWish tls,
        Optional<Instant> holdUntil,
        Optional<DeliverBy> deliverBy,
        int priority) {
    /// Nothing in particular.
    public static final DeliveryWishes NONE =
            new DeliveryWishes(
                    Body.SEVEN_BIT,
                    Optional.empty(),
                    Optional.empty(),
                    TlsWish.AS_USUAL,
                    Optional.empty(),
                    Optional.empty(),
                    0);

    /// The least priority (RFC 6710 §3).
    public static final int LEAST_PRIORITY = -9;

    /// The greatest priority (RFC 6710 §3).
    public static final int GREATEST_PRIORITY = 9;

    /// Checks the priority.
    public DeliveryWishes {
        if (priority < LEAST_PRIORITY || priority > GREATEST_PRIORITY) {
            throw new IllegalArgumentException("a priority is from -9 to 9, not " + priority);
        }
    }

    /// The same with another wish for TLS.
    public DeliveryWishes with(TlsWish other) {
        return new DeliveryWishes(
                body, returned, envelopeId, other, holdUntil, deliverBy, priority);
    }

    /// BODY.
    public enum Body {
        /// Lines of octets up to 127 (RFC 5321 §2.4).
        SEVEN_BIT,
        /// Lines of octets of any value but NUL (RFC 6152).
        EIGHT_BIT_MIME,
        /// Octets of any value, no lines needed; goes by BDAT alone (RFC 3030 §3).
        BINARY_MIME
    }

    /// RET (RFC 3461 §4.3).
    public enum Returned {
        /// The whole message.
        FULL,
        /// Its header section.
        HEADER
    }

    /// How much TLS matters (RFC 8689).
    public enum TlsWish {
        /// As the peers' policies have it.
        AS_USUAL,
        /// REQUIRETLS: never without verified TLS, and to peers alone that offer REQUIRETLS, too.
        REQUIRED,
        /// `TLS-Required: No`: delivery matters more than TLS, policies are to be ignored.
        OPTIONAL
    }

    /// BY (RFC 2852).
    ///
    /// @param at the deadline
    /// @param mode what is done when it is missed
    /// @param trace whether the originator is told of every relay on the way
    public record DeliverBy(Instant at, Mode mode, boolean trace) {
        /// What is done with a message that is late (RFC 2852 §4.1).
        public enum Mode {
            /// It fails and goes back.
            RETURN,
            /// The originator is told, and the attempts go on.
            NOTIFY
        }
    }
}
