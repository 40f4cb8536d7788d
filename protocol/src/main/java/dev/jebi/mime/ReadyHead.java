package dev.jebi.mime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stored message head whose ENVELOPE and BODYSTRUCTURE stand ready as a server tells them (RFC
/// 3501 §7.4.2), so that telling them is copying: [MessageHeadCodec] writes such where it can. For
/// one thread; it can be opened again and again.
public final class ReadyHead {
    static final byte VERSION = 2;
    private static final int SENDER_IS_FROM = 1;
    private static final int REPLY_TO_IS_FROM = 2;

    /// Deeper than any limit lets a parser go.
    private static final int DEEPEST = 1000;

    private byte[] octets = new byte[0];
    private int envelope;
    private int thread;
    private int structure;
    private int end;

    /// Takes octets; the array is its owner's again afterwards.
    public interface Sink {
        /// Takes octets of an array.
        void put(byte[] array, int offset, int length);
    }

    /// Opens a head, whose octets must not change while it is told; the buffer's position stays.
    ///
    /// @return false when it does not stand ready
    /// @throws IllegalArgumentException when it is none
    public boolean open(ByteBuffer head) {
        if (head.hasArray()) {
            octets = head.array();
            envelope = head.arrayOffset() + head.position();
        } else {
            octets = new byte[head.remaining()];
            head.get(head.position(), octets);
            envelope = 0;
        }
        end = envelope + head.remaining();
        if (head.remaining() == 0) {
            throw broken();
        }
        if (octets[envelope] != VERSION) {
            return false;
        }
        envelope++;
        thread = behind(envelope);
        structure = behind(thread);
        end = behind(structure); // what follows belongs to whoever has stored it
        return true;
    }

    /// Tells the ENVELOPE.
    public void envelope(Sink out) {
        int at = start(envelope);
        int same = octet(at);
        at = tell(at + 1, out);
        int from = at;
        at = tell(from, out);
        SPACE.to(out);
        at = again((same & SENDER_IS_FROM) != 0, from, at, out);
        SPACE.to(out);
        at = again((same & REPLY_TO_IS_FROM) != 0, from, at, out);
        if (at > thread) {
            throw broken();
        }
        out.put(octets, at, thread - at);
    }

    private int again(boolean same, int from, int at, Sink out) {
        if (same) {
            tell(from, out);
            return at;
        }
        return tell(at, out);
    }

    /// Tells the BODYSTRUCTURE.
    public void structure(Sink out) {
        tell(start(structure), out);
    }

    private record Text(byte... octets) {
        void to(Sink out) {
            out.put(octets, 0, octets.length);
        }
    }

    private static final Text SPACE = new Text((byte) ' ');

    private int octet(int at) {
        if (at >= end) {
            throw broken();
        }
        return octets[at];
    }

    /// The number that stands there, of seven bits an octet.
    private int length(int at) {
        int number = 0;
        for (int i = at; i - at < 5; i++) {
            int octet = octet(i);
            number |= (octet & 0x7F) << (7 * (i - at));
            if (octet >= 0) {
                if (number < 0 || number > end - i - 1) {
                    throw broken();
                }
                return number;
            }
        }
        throw broken();
    }

    /// Where what stands behind a number begins.
    private int start(int at) {
        int next = at;
        while (octet(next) < 0) {
            next++;
        }
        return next + 1;
    }

    /// Where what stands behind a run begins.
    private int behind(int at) {
        return start(at) + length(at);
    }

    private int tell(int at, Sink out) {
        int length = length(at);
        int start = start(at);
        out.put(octets, start, length);
        return start + length;
    }

    /// Writes a head; empty when it could not be told wholly.
    static Optional<byte[]> encode(MessageHead head) {
        var writer = new Writer();
        var envelope = new HeadWriter();
        writer.envelope(envelope, head.envelope());
        var thread = new HeadWriter();
        thread.texts(head.references());
        thread.text(head.baseSubject());
        var structure = new HeadWriter();
        writer.structure(structure, head.structure());
        var all = new HeadWriter();
        all.octet(VERSION);
        all.block(envelope);
        all.block(thread);
        all.block(structure);
        return writer.exact ? Optional.of(all.toByteArray()) : Optional.empty();
    }

    private static final class Writer {
        private boolean exact = true;

        private void run(HeadWriter out, ImapText text) {
            exact &= text.exact();
            out.run(text.array(), text.size());
        }

        void envelope(HeadWriter out, ImapEnvelope envelope) {
            boolean sender = envelope.sender().equals(envelope.from());
            boolean replyTo = envelope.replyTo().equals(envelope.from());
            out.octet((sender ? SENDER_IS_FROM : 0) | (replyTo ? REPLY_TO_IS_FROM : 0));
            var head = new ImapText();
            head.envelopeHead(envelope);
            run(out, head);
            addresses(out, envelope.from());
            if (!sender) {
                addresses(out, envelope.sender());
            }
            if (!replyTo) {
                addresses(out, envelope.replyTo());
            }
            var tail = new ImapText();
            tail.envelopeTail(envelope);
            exact &= tail.exact();
            out.rest(tail.array(), tail.size());
        }

        private void addresses(HeadWriter out, List<ImapAddress> addresses) {
            var text = new ImapText();
            text.addresses(addresses);
            run(out, text);
        }

        void structure(HeadWriter out, BodyPart part) {
            var text = new ImapText();
            text.part(part);
            run(out, text);
            untold(out, part, 0);
        }

        /// What BODYSTRUCTURE does not tell of the parts, in their order.
        private void untold(HeadWriter out, BodyPart part, long origin) {
            var extent = part.extent();
            out.number(extent.header() - origin);
            out.number(extent.body() - extent.header());
            out.number(extent.end() - extent.body());
            switch (part) {
                case BodyPart.Leaf leaf -> {
                    out.octet(HeadWriter.LEAF);
                    out.number(leaf.lines());
                }
                case BodyPart.Multipart multipart -> {
                    out.octet(HeadWriter.MULTIPART);
                    var fields = multipart.fields();
                    var text = new ImapText();
                    text.nstring(fields.id());
                    text.put(' ').nstring(fields.description());
                    text.put(' ').string(fields.encoding());
                    text.put(' ').nstring(fields.md5());
                    run(out, text);
                    multipart.parts().forEach(p -> untold(out, p, extent.body()));
                }
                case BodyPart.Embedded embedded -> {
                    out.octet(HeadWriter.EMBEDDED);
                    out.number(embedded.lines());
                    if (!ImapText.inside(embedded)) {
                        var inner = new HeadWriter();
                        envelope(inner, embedded.envelope());
                        out.block(inner);
                        var text = new ImapText();
                        text.part(embedded.body());
                        run(out, text);
                    }
                    untold(out, embedded.body(), extent.body());
                }
            }
        }
    }

    byte[] octets() {
        return octets;
    }

    /// Where the octets end.
    int end() {
        return end;
    }

    /// Where the pieces of the ENVELOPE begin: what stands before From, From, and what stands
    /// behind Reply-To.
    int[] pieces() {
        int head = start(envelope) + 1;
        int same = octet(head - 1);
        int from = behind(head);
        int tail = behind(from);
        if ((same & SENDER_IS_FROM) == 0) {
            tail = behind(tail);
        }
        if ((same & REPLY_TO_IS_FROM) == 0) {
            tail = behind(tail);
        }
        if (tail > thread) {
            throw broken();
        }
        return new int[] {start(head), start(from), tail};
    }

    /// References and base subject.
    HeadReader threads() {
        return new HeadReader(ByteBuffer.wrap(octets, thread, end - thread).slice()).block();
    }

    MessageHead head() {
        var in = threads();
        var references = in.texts();
        String baseSubject = in.text().orElse("");
        return new MessageHead(envelope(), structure(), references, baseSubject);
    }

    ImapEnvelope envelope() {
        var text = new Gathered();
        envelope(text);
        return new ImapTextReader(text.toByteArray()).envelope();
    }

    BodyPart structure() {
        var in =
                new HeadReader(ByteBuffer.wrap(octets, structure, end - structure).slice()).block();
        return part(new ImapTextReader(in.run()), in, 0, 0);
    }

    private static final class Gathered extends java.io.ByteArrayOutputStream implements Sink {
        @Override
        public void put(byte[] array, int offset, int length) {
            write(array, offset, length);
        }
    }

    private static BodyPart part(ImapTextReader text, HeadReader in, long origin, int depth) {
        if (depth > DEEPEST) {
            throw broken();
        }
        long header = origin + in.number();
        long body = header + in.number();
        var extent = new Extent(header, body, body + in.number());
        text.expect('(');
        var part =
                switch (in.octet()) {
                    case HeadWriter.LEAF -> leaf(text, in, extent);
                    case HeadWriter.MULTIPART -> multipart(text, in, extent, depth);
                    case HeadWriter.EMBEDDED -> embedded(text, in, extent, depth);
                    default -> throw broken();
                };
        text.expect(')');
        return part;
    }

    private static BodyPart leaf(ImapTextReader text, HeadReader in, Extent extent) {
        long lines = in.number();
        String type = text.string();
        text.expect(' ');
        String subtype = text.string();
        var basic = basic(text);
        if (type.equalsIgnoreCase("text")) {
            text.expect(' ').number();
        }
        text.expect(' ');
        return new BodyPart.Leaf(extent, type, subtype, fields(basic, text.nstring(), text), lines);
    }

    /// Fields as far as they stand before what only some parts have.
    private record Basic(
            List<Parameter> parameters,
            Optional<String> id,
            Optional<String> description,
            String encoding) {}

    private static Basic basic(ImapTextReader text) {
        var parameters = text.expect(' ').parameters();
        var id = text.expect(' ').nstring();
        var description = text.expect(' ').nstring();
        String encoding = text.expect(' ').string();
        text.expect(' ').number();
        return new Basic(parameters, id, description, encoding);
    }

    private static BodyFields fields(Basic basic, Optional<String> md5, ImapTextReader text) {
        var disposition = text.expect(' ').disposition();
        var languages = text.expect(' ').languages();
        var location = text.expect(' ').nstring();
        return new BodyFields(
                basic.parameters,
                basic.id,
                basic.description,
                basic.encoding,
                md5,
                disposition,
                languages,
                location);
    }

    private static BodyPart multipart(
            ImapTextReader text, HeadReader in, Extent extent, int depth) {
        var untold = new ImapTextReader(in.run());
        var id = untold.nstring();
        var description = untold.expect(' ').nstring();
        String encoding = untold.expect(' ').string();
        var md5 = untold.expect(' ').nstring();
        var parts = new ArrayList<BodyPart>();
        do {
            parts.add(part(text, in, extent.body(), depth + 1));
        } while (!text.next(' '));
        String subtype = text.string();
        var basic = new Basic(text.expect(' ').parameters(), id, description, encoding);
        return new BodyPart.Multipart(
                extent, subtype, fields(basic, md5, text), List.copyOf(parts));
    }

    private static BodyPart embedded(ImapTextReader text, HeadReader in, Extent extent, int depth) {
        long lines = in.number();
        text.string(); // message
        String subtype = text.expect(' ').string();
        var basic = basic(text);
        ImapEnvelope envelope;
        BodyPart inner;
        if (subtype.equalsIgnoreCase("rfc822")) {
            envelope = text.expect(' ').envelope();
            text.expect(' ');
            inner = part(text, in, extent.body(), depth + 1);
            text.expect(' ').number();
        } else {
            envelope = nested(in.run());
            inner = part(new ImapTextReader(in.run()), in, extent.body(), depth + 1);
        }
        text.expect(' ');
        var fields = fields(basic, text.nstring(), text);
        return new BodyPart.Embedded(extent, subtype, fields, envelope, inner, lines);
    }

    /// An envelope that stands alone.
    private static ImapEnvelope nested(byte[] block) {
        var head = new ReadyHead();
        var writer = new HeadWriter();
        writer.run(block, block.length);
        head.octets = writer.toByteArray();
        head.end = head.octets.length;
        head.thread = head.end;
        return head.envelope();
    }

    private static IllegalArgumentException broken() {
        return ImapTextReader.broken();
    }
}
