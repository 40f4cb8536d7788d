package dev.jebi.mime;

import java.util.List;

/// A node of a message's MIME structure (RFC 2045, RFC 2046), by offsets into the content.
public sealed interface BodyPart {
    /// Where it stands.
    Extent extent();

    /// Its MIME fields.
    BodyFields fields();

    /// A multipart; it has at least one part.
    record Multipart(Extent extent, String subtype, BodyFields fields, List<BodyPart> parts)
            implements BodyPart {}

    /// A part without parts.
    ///
    /// @param lines of its body as RFC 9051 counts them for text: how many CRLF
    record Leaf(Extent extent, String type, String subtype, BodyFields fields, long lines)
            implements BodyPart {}

    /// A message in a message: message/rfc822 or message/global.
    ///
    /// @param body the structure of the inner message; its extent's header is the inner header
    ///   section
    record Embedded(
            Extent extent,
            String subtype,
            BodyFields fields,
            ImapEnvelope envelope,
            BodyPart body,
            long lines)
            implements BodyPart {}
}
