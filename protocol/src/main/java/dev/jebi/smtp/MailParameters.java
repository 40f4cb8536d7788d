package dev.jebi.smtp;

import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.DeliveryWishes.TlsWish;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The parameters of MAIL.
///
/// @param size SIZE= (RFC 1870)
/// @param body BODY= (RFC 6152, RFC 3030)
/// @param utf8 SMTPUTF8 (RFC 6531)
/// @param auth AUTH= as it came (RFC 4954 §5)
/// @param returned RET= (RFC 3461)
/// @param envelopeId ENVID=, decoded (RFC 3461)
/// @param requireTls REQUIRETLS (RFC 8689)
/// @param hold HOLDFOR= or HOLDUNTIL= (RFC 4865)
/// @param by BY= (RFC 2852)
/// @param priority MT-PRIORITY= (RFC 6710)
public record MailParameters(
        OptionalLong size,
        Body body,
        boolean utf8,
        Optional<String> auth,
        Optional<Returned> returned,
        Optional<String> envelopeId,
        boolean requireTls,
        Optional<Hold> hold,
        Optional<By> by,
        OptionalInt priority) {
    /// None.
    public static final MailParameters NONE =
            new MailParameters(
                    OptionalLong.empty(),
                    Body.SEVEN_BIT,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty());

    /// How long a message is held (RFC 4865 §3).
    public sealed interface Hold {
        /// When it ends, for a message that came at `received`.
        Instant end(Instant received);

        /// HOLDFOR: so many seconds.
        record For(long seconds) implements Hold {
            @Override
            public Instant end(Instant received) {
                return received.plusSeconds(seconds);
            }
        }

        /// HOLDUNTIL: to that time.
        record Until(Instant time) implements Hold {
            @Override
            public Instant end(Instant received) {
                return time;
            }
        }
    }

    /// BY (RFC 2852 §4).
    ///
    /// @param seconds from now, which may have passed already
    public record By(long seconds, DeliverBy.Mode mode, boolean trace) {}

    /// What of them goes with a message that came at `received`.
    public DeliveryWishes wishes(Instant received) {
        return new DeliveryWishes(
                body,
                returned,
                envelopeId,
                requireTls ? TlsWish.REQUIRED : TlsWish.AS_USUAL,
                hold.map(h -> h.end(received)).filter(end -> end.isAfter(received)),
                by.map(b -> new DeliverBy(received.plusSeconds(b.seconds), b.mode, b.trace)),
                priority.orElse(0));
    }
}
