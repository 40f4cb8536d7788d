package dev.jebi.mime;

import java.util.List;
import java.util.Optional;

/// The ENVELOPE fetch item (RFC 9051 §7.5.2): header fields unfolded, undecoded, raw octets one
/// char each (ISO-8859-1). Sender and Reply-To are already filled from From where they are missing.
public record ImapEnvelope(
        Optional<String> date,
        Optional<String> subject,
        List<ImapAddress> from,
        List<ImapAddress> sender,
        List<ImapAddress> replyTo,
        List<ImapAddress> to,
        List<ImapAddress> cc,
        List<ImapAddress> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId) {}
