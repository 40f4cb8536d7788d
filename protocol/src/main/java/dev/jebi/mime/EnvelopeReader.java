package dev.jebi.mime;

import java.util.ArrayList;
import java.util.List;

/// A reader of the ENVELOPE of a header section (RFC 9051 §7.5.2). Of a field that may stand once
/// the first counts; To, Cc and Bcc are joined. A missing Sender or Reply-To is From.
final class EnvelopeReader {
    private final HeaderSection header;
    private final Budget budget;

    private EnvelopeReader(HeaderSection header, Budget budget) {
        this.header = header;
        this.budget = budget;
    }

    static ImapEnvelope read(HeaderSection header, Budget budget) {
        return new EnvelopeReader(header, budget).read();
    }

    private ImapEnvelope read() {
        List<ImapAddress> from = first("from");
        List<ImapAddress> sender = first("sender");
        List<ImapAddress> replyTo = first("reply-to");
        return new ImapEnvelope(
                header.first("date"),
                header.first("subject"),
                from,
                sender.isEmpty() ? from : sender,
                replyTo.isEmpty() ? from : replyTo,
                joined("to"),
                joined("cc"),
                joined("bcc"),
                header.first("in-reply-to"),
                header.first("message-id"));
    }

    private List<ImapAddress> first(String name) {
        return header.first(name).map(this::addresses).orElse(List.of());
    }

    private List<ImapAddress> joined(String name) {
        var joined = new ArrayList<ImapAddress>();
        header.all(name).forEach(value -> joined.addAll(addresses(value)));
        return List.copyOf(joined);
    }

    private List<ImapAddress> addresses(String value) {
        List<ImapAddress> addresses = AddressList.parse(value, budget.addresses());
        budget.readAddresses(addresses.size());
        return addresses;
    }
}
