package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.content.Content;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Something that a script wants done. Where it has a `content`, that is the message with the
/// header as the script had edited it by then (RFC 5293 §6); unedited, it is the message's own.
public sealed interface SieveAction {
    /// Store in the inbox.
    ///
    /// @param flags IMAP flags, without doubles
    record Keep(Content content, List<String> flags) implements SieveAction {}

    /// Store in a mailbox.
    ///
    /// @param copy whether it left the implicit keep alone (RFC 3894); the outcome says what
    ///   follows
    record FileInto(SieveTarget target, Content content, List<String> flags, boolean copy)
            implements SieveAction {}

    /// Send on (RFC 5228 §4.2).
    ///
    /// @param wishes of delivery status notification (RFC 6009 §6)
    record Redirect(Address to, Content content, boolean copy, DsnWishes wishes)
            implements SieveAction {}

    /// NOTIFY and RET of a redirected message (RFC 6009 §6); empty: as the message came.
    record DsnWishes(Optional<String> notification, Optional<String> ret) {
        /// None said.
        public static final DsnWishes NONE = new DsnWishes(Optional.empty(), Optional.empty());
    }

    /// Refuse, in the SMTP session if that can still be, else by a message (RFC 5429 §2.2).
    record Reject(String reason) implements SieveAction {}

    /// Refuse in the SMTP session; where that can't be, prefer silence for what is spam (RFC 5429
    /// §2.1).
    record Ereject(String reason) implements SieveAction {}

    /// Throw away.
    record Discard() implements SieveAction {}

    /// Answer that nobody is here (RFC 5230).
    ///
    /// @param reason the text, or a MIME entity when `mime`
    /// @param subject as the script gave it
    /// @param from an address, perhaps with a name, as the script gave it
    /// @param addresses further own addresses
    /// @param handle what is remembered beside the sender's address (RFC 5230 §4.2)
    /// @param interval during which the same sender gets one answer; zero: each time (RFC 6131 §2)
    /// @param fcc where a copy of the answer is filed (RFC 8580)
    record Vacation(
            String reason,
            Optional<String> subject,
            Optional<String> from,
            List<String> addresses,
            boolean mime,
            String handle,
            Duration interval,
            Optional<Fcc> fcc)
            implements SieveAction {}

    /// A copy of a message that the script generates (RFC 8580 §3).
    record Fcc(SieveTarget target, List<String> flags) {}

    /// Tell somebody (RFC 5435 §3).
    ///
    /// @param method a URI, e.g. `mailto:` (RFC 5436)
    /// @param importance 1 high, 2 normal, 3 low
    record Notify(
            String method,
            Optional<String> message,
            Optional<String> from,
            int importance,
            List<String> options,
            Optional<Fcc> fcc)
            implements SieveAction {}

    /// Remember that a `duplicate` test has seen this, once all else has been done (RFC 7352 §3).
    record Remember(Seen seen, Duration during) implements SieveAction {}

    /// What `duplicate` tells apart.
    ///
    /// @param handle of the test
    /// @param id of the message
    record Seen(String handle, String id) {}
}
