package dev.jebi.mime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The reading half of [MessageHeadCodec]; anything unexpected is an [IllegalArgumentException].
/// For one thread.
final class HeadReader {
    /// Deeper than any limit lets a parser go.
    private static final int DEEPEST = 1000;

    private final ByteBuffer in;

    HeadReader(ByteBuffer in) {
        this.in = in;
    }

    int octet() {
        if (!in.hasRemaining()) {
            throw broken();
        }
        return in.get() & 0xFF;
    }

    long number() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            number |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return number;
            }
        }
        throw broken();
    }

    /// Octets behind their length.
    byte[] run() {
        var octets = new byte[length(number())];
        in.get(octets);
        return octets;
    }

    HeadReader block() {
        int length = length(number());
        var block = new HeadReader(in.slice(in.position(), length));
        in.position(in.position() + length);
        return block;
    }

    Optional<String> text() {
        long length = number();
        if (length == 0) {
            return Optional.empty();
        }
        var octets = new byte[length(length - 1)];
        in.get(octets);
        return Optional.of(new String(octets, StandardCharsets.UTF_8));
    }

    List<String> texts() {
        int count = length(number());
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(required());
        }
        return List.copyOf(texts);
    }

    ImapEnvelope envelope() {
        Optional<String> date = text();
        Optional<String> subject = text();
        Optional<String> inReplyTo = text();
        Optional<String> messageId = text();
        List<ImapAddress> from = addresses();
        List<ImapAddress> sender = octet() == 1 ? from : addresses();
        List<ImapAddress> replyTo = octet() == 1 ? from : addresses();
        List<ImapAddress> to = addresses();
        List<ImapAddress> cc = addresses();
        List<ImapAddress> bcc = addresses();
        return new ImapEnvelope(
                date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId);
    }

    BodyPart part(long origin, int depth) {
        if (depth > DEEPEST) {
            throw broken();
        }
        int kind = octet();
        long header = origin + number();
        long body = header + number();
        var extent = new Extent(header, body, body + number());
        BodyFields fields = fields();
        return switch (kind) {
            case HeadWriter.LEAF ->
                    new BodyPart.Leaf(extent, required(), required(), fields, number());
            case HeadWriter.MULTIPART ->
                    new BodyPart.Multipart(extent, required(), fields, parts(body, depth));
            case HeadWriter.EMBEDDED -> {
                String subtype = required();
                long lines = number();
                ImapEnvelope envelope = envelope();
                BodyPart inner = part(body, depth + 1);
                yield new BodyPart.Embedded(extent, subtype, fields, envelope, inner, lines);
            }
            default -> throw broken();
        };
    }

    private List<BodyPart> parts(long origin, int depth) {
        int count = length(number());
        var parts = new ArrayList<BodyPart>(count);
        for (int i = 0; i < count; i++) {
            parts.add(part(origin, depth + 1));
        }
        return List.copyOf(parts);
    }

    private BodyFields fields() {
        List<Parameter> parameters = parameters();
        Optional<String> id = text();
        Optional<String> description = text();
        String encoding = required();
        Optional<String> md5 = text();
        Optional<Disposition> disposition = text().map(type -> new Disposition(type, parameters()));
        List<String> languages = texts();
        Optional<String> location = text();
        return new BodyFields(
                parameters, id, description, encoding, md5, disposition, languages, location);
    }

    private List<Parameter> parameters() {
        int count = length(number());
        var parameters = new ArrayList<Parameter>(count);
        for (int i = 0; i < count; i++) {
            parameters.add(new Parameter(required(), required()));
        }
        return List.copyOf(parameters);
    }

    private List<ImapAddress> addresses() {
        int count = length(number());
        var addresses = new ArrayList<ImapAddress>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(new ImapAddress(text(), text(), text(), text()));
        }
        return List.copyOf(addresses);
    }

    private String required() {
        return text().orElseThrow(HeadReader::broken);
    }

    /// A count of things that take an octet each at least: never more than there are octets.
    private int length(long length) {
        if (length < 0 || length > in.remaining()) {
            throw broken();
        }
        return (int) length;
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException("not a message head");
    }
}
