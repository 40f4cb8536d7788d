package dev.jebi.mime;

import java.util.List;
import java.util.Optional;

/// How an ENVELOPE is read from a header section (RFC 9051 §7.5.2).
final class Envelopes {
    private Envelopes() {}

    /// Reads it. Of a field that may stand once the first counts; To, Cc and Bcc are joined. A
    /// missing Sender or Reply-To is From.
    static ImapEnvelope of(HeaderSection header) {
        List<ImapAddress> from = first(header, "from");
        List<ImapAddress> sender = first(header, "sender");
        List<ImapAddress> replyTo = first(header, "reply-to");
        return new ImapEnvelope(
                header.first("date"),
                header.first("subject"),
                from,
                sender.isEmpty() ? from : sender,
                replyTo.isEmpty() ? from : replyTo,
                joined(header, "to"),
                joined(header, "cc"),
                joined(header, "bcc"),
                header.first("in-reply-to"),
                header.first("message-id"));
    }

    private static List<ImapAddress> first(HeaderSection header, String name) {
        Optional<String> value = header.first(name);
        return value.map(AddressList::parse).orElse(List.of());
    }

    private static List<ImapAddress> joined(HeaderSection header, String name) {
        return header.all(name).stream().flatMap(v -> AddressList.parse(v).stream()).toList();
    }
}
