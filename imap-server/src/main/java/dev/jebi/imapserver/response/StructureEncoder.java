package dev.jebi.imapserver.response;

import dev.jebi.mime.BodyFields;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.Disposition;
import dev.jebi.mime.Extent;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.ImapEnvelope;
import dev.jebi.mime.Parameter;

import java.util.List;
import java.util.Optional;

/// Writes ENVELOPE, BODY and BODYSTRUCTURE (RFC 3501 §7.4.2, §9 `envelope` and `body`).
final class StructureEncoder {
    private final Octets out;
    private final boolean extended;
    private final boolean rev2;

    /// @param rev2 whether the client speaks IMAP4rev2
    StructureEncoder(Octets out, boolean extended, boolean rev2) {
        this.out = out;
        this.extended = extended;
        this.rev2 = rev2;
    }

    void part(BodyPart part) {
        out.put('(');
        switch (part) {
            case BodyPart.Multipart multipart -> multipart(multipart);
            case BodyPart.Leaf leaf -> leaf(leaf);
            case BodyPart.Embedded embedded -> embedded(embedded);
        }
        out.put(')');
    }

    private void multipart(BodyPart.Multipart multipart) {
        multipart.parts().forEach(this::part);
        out.put(' ');
        Strings.string(out, multipart.subtype());
        if (extended) {
            out.put(' ');
            parameters(multipart.fields().parameters());
            tail(multipart.fields());
        }
    }

    private void leaf(BodyPart.Leaf leaf) {
        basic(leaf.type(), leaf.subtype(), leaf.fields(), leaf.extent());
        if (leaf.type().equalsIgnoreCase("text")) {
            out.put(' ').put(leaf.lines());
        }
        single(leaf.fields());
    }

    private void embedded(BodyPart.Embedded embedded) {
        basic("message", embedded.subtype(), embedded.fields(), embedded.extent());
        // RFC 3501 §9 knows body-type-msg for RFC822 alone; RFC 9051's for GLOBAL would be
        // unreadable to a client of IMAP4rev1
        boolean global = rev2 && embedded.subtype().equalsIgnoreCase("global");
        if (global || embedded.subtype().equalsIgnoreCase("rfc822")) {
            out.put(' ');
            envelope(out, embedded.envelope());
            out.put(' ');
            part(embedded.body());
            out.put(' ').put(embedded.lines());
        }
        single(embedded.fields());
    }

    private void basic(String type, String subtype, BodyFields fields, Extent extent) {
        Strings.string(out, type);
        out.put(' ');
        Strings.string(out, subtype);
        out.put(' ');
        parameters(fields.parameters());
        out.put(' ');
        Strings.nstring(out, fields.id());
        out.put(' ');
        Strings.nstring(out, fields.description());
        out.put(' ');
        Strings.string(out, fields.encoding());
        out.put(' ').put(extent.end() - extent.body());
    }

    private void single(BodyFields fields) {
        if (extended) {
            out.put(' ');
            Strings.nstring(out, fields.md5());
            tail(fields);
        }
    }

    /// Disposition, languages and location, which end both kinds of extension data.
    private void tail(BodyFields fields) {
        out.put(' ');
        disposition(fields.disposition());
        out.put(' ');
        languages(fields.languages());
        out.put(' ');
        Strings.nstring(out, fields.location());
    }

    private void parameters(List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            out.put("NIL");
            return;
        }
        char before = '(';
        for (Parameter parameter : parameters) {
            out.put(before);
            before = ' ';
            Strings.string(out, parameter.name());
            out.put(' ');
            Strings.string(out, parameter.value());
        }
        out.put(')');
    }

    private void disposition(Optional<Disposition> disposition) {
        if (disposition.isEmpty()) {
            out.put("NIL");
            return;
        }
        out.put('(');
        Strings.string(out, disposition.get().type());
        out.put(' ');
        parameters(disposition.get().parameters());
        out.put(')');
    }

    private void languages(List<String> languages) {
        if (languages.isEmpty()) {
            out.put("NIL");
            return;
        }
        if (languages.size() == 1) {
            Strings.string(out, languages.getFirst());
            return;
        }
        char before = '(';
        for (String language : languages) {
            out.put(before);
            before = ' ';
            Strings.string(out, language);
        }
        out.put(')');
    }

    static void envelope(Octets out, ImapEnvelope envelope) {
        out.put('(');
        Strings.nstring(out, envelope.date());
        out.put(' ');
        Strings.nstring(out, envelope.subject());
        addresses(out, envelope.from());
        addresses(out, envelope.sender());
        addresses(out, envelope.replyTo());
        addresses(out, envelope.to());
        addresses(out, envelope.cc());
        addresses(out, envelope.bcc());
        out.put(' ');
        Strings.nstring(out, envelope.inReplyTo());
        out.put(' ');
        Strings.nstring(out, envelope.messageId());
        out.put(')');
    }

    private static void addresses(Octets out, List<ImapAddress> addresses) {
        if (addresses.isEmpty()) {
            out.put(" NIL");
            return;
        }
        out.put(" (");
        for (ImapAddress address : addresses) {
            out.put('(');
            Strings.nstring(out, address.name());
            out.put(' ');
            Strings.nstring(out, address.route());
            out.put(' ');
            Strings.nstring(out, address.mailbox());
            out.put(' ');
            Strings.nstring(out, address.host());
            out.put(')');
        }
        out.put(')');
    }
}
