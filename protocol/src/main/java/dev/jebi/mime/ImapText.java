package dev.jebi.mime;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes ENVELOPE and BODYSTRUCTURE (RFC 3501 §7.4.2) as a server tells them, for heads that are
/// stored ready to be told. For one thread.
final class ImapText {
    /// Longer ones are literals; some clients have small buffers for quoted strings.
    private static final int MAX_QUOTED = 1_000;

    private byte[] octets = new byte[512];
    private int size;
    private boolean exact = true;

    /// Whether the text tells everything: an octet of zero cannot be told.
    boolean exact() {
        return exact;
    }

    byte[] array() {
        return octets;
    }

    int size() {
        return size;
    }

    ImapText put(char c) {
        if (size == octets.length) {
            octets = Arrays.copyOf(octets, 2 * size);
        }
        octets[size++] = (byte) c;
        return this;
    }

    ImapText put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
        return this;
    }

    void nstring(Optional<String> text) {
        if (text.isPresent()) {
            string(text.get());
        } else {
            put("NIL");
        }
    }

    void string(String text) {
        boolean quotable = text.length() <= MAX_QUOTED;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            exact &= c > 0 && c <= 0xFF;
            quotable &= c != '\r' && c != '\n' && c <= 0x7E;
        }
        if (!quotable) {
            put('{').put(Integer.toString(text.length())).put("}\r\n").put(text);
            return;
        }
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                put('\\');
            }
            put(c);
        }
        put('"');
    }

    void addresses(List<ImapAddress> addresses) {
        if (addresses.isEmpty()) {
            put("NIL");
            return;
        }
        put('(');
        for (ImapAddress address : addresses) {
            put('(');
            nstring(address.name());
            put(' ');
            nstring(address.route());
            put(' ');
            nstring(address.mailbox());
            put(' ');
            nstring(address.host());
            put(')');
        }
        put(')');
    }

    /// What stands before From.
    void envelopeHead(ImapEnvelope envelope) {
        put('(');
        nstring(envelope.date());
        put(' ');
        nstring(envelope.subject());
        put(' ');
    }

    /// What stands behind Reply-To.
    void envelopeTail(ImapEnvelope envelope) {
        put(' ');
        addresses(envelope.to());
        put(' ');
        addresses(envelope.cc());
        put(' ');
        addresses(envelope.bcc());
        put(' ');
        nstring(envelope.inReplyTo());
        put(' ');
        nstring(envelope.messageId());
        put(')');
    }

    private void envelope(ImapEnvelope envelope) {
        envelopeHead(envelope);
        addresses(envelope.from());
        put(' ');
        addresses(envelope.sender());
        put(' ');
        addresses(envelope.replyTo());
        envelopeTail(envelope);
    }

    void part(BodyPart part) {
        put('(');
        switch (part) {
            case BodyPart.Multipart multipart -> {
                multipart.parts().forEach(this::part);
                put(' ');
                string(multipart.subtype());
                put(' ');
                parameters(multipart.fields().parameters());
                tail(multipart.fields());
            }
            case BodyPart.Leaf leaf -> {
                basic(leaf.type(), leaf.subtype(), part);
                if (leaf.type().equalsIgnoreCase("text")) {
                    put(' ').put(Long.toString(leaf.lines()));
                }
                put(' ');
                nstring(part.fields().md5());
                tail(part.fields());
            }
            case BodyPart.Embedded embedded -> {
                basic("message", embedded.subtype(), part);
                if (inside(embedded)) {
                    put(' ');
                    envelope(embedded.envelope());
                    put(' ');
                    part(embedded.body());
                    put(' ').put(Long.toString(embedded.lines()));
                }
                put(' ');
                nstring(part.fields().md5());
                tail(part.fields());
            }
        }
        put(')');
    }

    /// Whether the structure tells what is inside: RFC 3501 §9 knows body-type-msg for RFC822
    /// alone; RFC 9051's for GLOBAL would be unreadable to a client of IMAP4rev1.
    static boolean inside(BodyPart.Embedded embedded) {
        return embedded.subtype().equalsIgnoreCase("rfc822");
    }

    private void basic(String type, String subtype, BodyPart part) {
        string(type);
        put(' ');
        string(subtype);
        put(' ');
        var fields = part.fields();
        parameters(fields.parameters());
        put(' ');
        nstring(fields.id());
        put(' ');
        nstring(fields.description());
        put(' ');
        string(fields.encoding());
        put(' ').put(Long.toString(part.extent().end() - part.extent().body()));
    }

    /// Disposition, languages and location, which end both kinds of extension data.
    private void tail(BodyFields fields) {
        put(' ');
        if (fields.disposition().isPresent()) {
            put('(');
            string(fields.disposition().get().type());
            put(' ');
            parameters(fields.disposition().get().parameters());
            put(')');
        } else {
            put("NIL");
        }
        put(' ');
        languages(fields.languages());
        put(' ');
        nstring(fields.location());
    }

    private void parameters(List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            put("NIL");
            return;
        }
        char before = '(';
        for (Parameter parameter : parameters) {
            put(before);
            before = ' ';
            string(parameter.name());
            put(' ');
            string(parameter.value());
        }
        put(')');
    }

    private void languages(List<String> languages) {
        if (languages.isEmpty()) {
            put("NIL");
            return;
        }
        if (languages.size() == 1) {
            string(languages.getFirst());
            return;
        }
        char before = '(';
        for (String language : languages) {
            put(before);
            before = ' ';
            string(language);
        }
        put(')');
    }
}
