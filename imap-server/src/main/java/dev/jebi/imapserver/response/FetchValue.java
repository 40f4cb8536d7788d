package dev.jebi.imapserver.response;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.ImapEnvelope;

import java.time.Instant;

/// What a FETCH response tells of a message (RFC 9051 §7.5.2).
public sealed interface FetchValue {
    /// FLAGS, with `\Recent` where it is so.
    record FlagsAre(Flags flags, boolean recent) implements FetchValue {}

    /// UID
    record UidIs(Uid uid) implements FetchValue {}

    /// INTERNALDATE
    record InternalDate(Instant instant) implements FetchValue {}

    /// SAVEDATE (RFC 8514 §4.2)
    record SaveDate(Instant instant) implements FetchValue {}

    /// RFC822.SIZE
    record Size(long octets) implements FetchValue {}

    /// ENVELOPE
    record EnvelopeIs(ImapEnvelope envelope) implements FetchValue {}

    /// BODY, or BODYSTRUCTURE where it is extended.
    record Structure(BodyPart part, boolean extended) implements FetchValue {}

    /// Octets under their label.
    record Octets(String label, Content content) implements FetchValue {}

    /// Octets of a part without its transfer encoding (RFC 3516 §4.3).
    ///
    /// @param nul whether NUL is among them
    record BinaryOctets(String label, Content content, boolean nul) implements FetchValue {}

    /// BINARY.SIZE (RFC 3516 §4.3)
    record BinarySize(String label, long octets) implements FetchValue {}

    /// A section that there is not: `NIL`.
    record NoOctets(String label) implements FetchValue {}

    /// MODSEQ
    record ModSeqIs(ModSeq modSeq) implements FetchValue {}

    /// PREVIEW (RFC 8970 §3.2), in Unicode.
    record PreviewIs(String text) implements FetchValue {}

    /// EMAILID or THREADID (RFC 8474).
    record Identity(String label, String id) implements FetchValue {}
}
