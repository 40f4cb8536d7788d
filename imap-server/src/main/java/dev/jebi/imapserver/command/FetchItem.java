package dev.jebi.imapserver.command;

import java.util.List;
import java.util.Optional;

/// What a FETCH asks of each message (RFC 9051 §6.4.5).
public sealed interface FetchItem {
    /// Items without arguments.
    enum Plain implements FetchItem {
        /// FLAGS
        FLAGS,
        /// UID
        UID,
        /// INTERNALDATE
        INTERNAL_DATE,
        /// RFC822.SIZE
        SIZE,
        /// ENVELOPE
        ENVELOPE,
        /// BODY: the structure without extension data
        BODY,
        /// BODYSTRUCTURE
        BODY_STRUCTURE,
        /// MODSEQ (RFC 7162 §3.1.4)
        MODSEQ,
        /// SAVEDATE (RFC 8514 §4.2)
        SAVE_DATE,
        /// PREVIEW (RFC 8970); with `(LAZY)` it is the same, for it is made of the beginning alone
        PREVIEW,
        /// EMAILID (RFC 8474 §5.1)
        EMAIL_ID,
        /// THREADID (RFC 8474 §5.2)
        THREAD_ID
    }

    /// The same, without setting `\Seen`.
    default FetchItem peeking() {
        return switch (this) {
            case Octets(var label, var section, _, var partial) ->
                    new Octets(label, section, true, partial);
            case Binary(var label, var path, _, var partial) ->
                    new Binary(label, path, true, partial);
            case Plain _, BinarySize _ -> this;
        };
    }

    /// Octets: BODY[…], BODY.PEEK[…], RFC822, RFC822.HEADER, RFC822.TEXT.
    ///
    /// @param label what the response calls it
    /// @param peek whether `\Seen` is left as it is
    record Octets(String label, Section section, boolean peek, Optional<Partial> partial)
            implements FetchItem {}

    /// BINARY[…], BINARY.PEEK[…]: a part without its transfer encoding (RFC 3516 §4.2).
    ///
    /// @param label what the response calls it
    /// @param path the numbers of the part, none for the message itself
    /// @param peek whether `\Seen` is left as it is
    /// @param partial counted in octets without the encoding
    record Binary(String label, List<Integer> path, boolean peek, Optional<Partial> partial)
            implements FetchItem {}

    /// BINARY.SIZE[…]: how many octets BINARY[…] would bring (RFC 3516 §4.2).
    record BinarySize(String label, List<Integer> path) implements FetchItem {}

    /// `<offset.octets>`.
    record Partial(long offset, long octets) {}
}
