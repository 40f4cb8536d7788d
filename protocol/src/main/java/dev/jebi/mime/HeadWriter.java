package dev.jebi.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The writing half of [MessageHeadCodec]. For one thread.
final class HeadWriter {
    static final int MULTIPART = 0;
    static final int LEAF = 1;
    static final int EMBEDDED = 2;

    private static final int SEVEN_BITS = 0x7F;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    byte[] toByteArray() {
        return out.toByteArray();
    }

    void octet(int octet) {
        out.write(octet);
    }

    void number(long number) {
        long left = number;
        while ((left & ~SEVEN_BITS) != 0) {
            out.write((int) ((left & SEVEN_BITS) | (SEVEN_BITS + 1)));
            left >>>= 7;
        }
        out.write((int) left);
    }

    void block(HeadWriter block) {
        byte[] octets = block.toByteArray();
        number(octets.length);
        out.writeBytes(octets);
    }

    /// Octets behind their length.
    void run(byte[] octets, int length) {
        number(length);
        rest(octets, length);
    }

    /// Octets that end a block.
    void rest(byte[] octets, int length) {
        out.write(octets, 0, length);
    }

    void text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        number(octets.length + 1L);
        out.writeBytes(octets);
    }

    void text(Optional<String> text) {
        text.ifPresentOrElse(this::text, () -> octet(0));
    }

    void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    void envelope(ImapEnvelope envelope) {
        text(envelope.date());
        text(envelope.subject());
        text(envelope.inReplyTo());
        text(envelope.messageId());
        addresses(envelope.from());
        same(envelope.sender(), envelope.from());
        same(envelope.replyTo(), envelope.from());
        addresses(envelope.to());
        addresses(envelope.cc());
        addresses(envelope.bcc());
    }

    /// Writes a part; its offsets relative to where its parent's body begins.
    void part(BodyPart part, long origin) {
        switch (part) {
            case BodyPart.Leaf leaf -> {
                head(LEAF, part, origin);
                text(leaf.type());
                text(leaf.subtype());
                number(leaf.lines());
            }
            case BodyPart.Multipart multipart -> {
                head(MULTIPART, part, origin);
                text(multipart.subtype());
                number(multipart.parts().size());
                multipart.parts().forEach(p -> part(p, part.extent().body()));
            }
            case BodyPart.Embedded embedded -> {
                head(EMBEDDED, part, origin);
                text(embedded.subtype());
                number(embedded.lines());
                envelope(embedded.envelope());
                part(embedded.body(), part.extent().body());
            }
        }
    }

    private void head(int kind, BodyPart part, long origin) {
        octet(kind);
        Extent extent = part.extent();
        number(extent.header() - origin);
        number(extent.body() - extent.header());
        number(extent.end() - extent.body());
        BodyFields fields = part.fields();
        parameters(fields.parameters());
        text(fields.id());
        text(fields.description());
        text(fields.encoding());
        text(fields.md5());
        fields.disposition()
                .ifPresentOrElse(
                        disposition -> {
                            text(disposition.type());
                            parameters(disposition.parameters());
                        },
                        () -> octet(0));
        texts(fields.languages());
        text(fields.location());
    }

    private void parameters(List<Parameter> parameters) {
        number(parameters.size());
        for (Parameter parameter : parameters) {
            text(parameter.name());
            text(parameter.value());
        }
    }

    /// Writes addresses, or a mark that they are From.
    private void same(List<ImapAddress> addresses, List<ImapAddress> from) {
        boolean same = addresses.equals(from);
        octet(same ? 1 : 0);
        if (!same) {
            addresses(addresses);
        }
    }

    private void addresses(List<ImapAddress> addresses) {
        number(addresses.size());
        for (ImapAddress address : addresses) {
            text(address.name());
            text(address.route());
            text(address.mailbox());
            text(address.host());
        }
    }
}
