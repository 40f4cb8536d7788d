package dev.jebi.mime;

import java.nio.ByteBuffer;
import java.util.List;

/// The stored form of a [MessageHead]: a version, then envelope, references and base subject, then
/// the structure, each with its length before it, so that one is read without the others. Numbers
/// are seven bits an octet, texts UTF-8 behind their length plus one (0: no text), offsets
/// relative. Version 2 is the same with envelope and structure as a server tells them
/// ([ReadyHead]); version 1 is for what cannot be told so, such as an octet of zero.
public final class MessageHeadCodec {
    private static final byte VERSION = 1;

    private MessageHeadCodec() {}

    /// Writes a message head.
    public static byte[] encode(MessageHead head) {
        return ReadyHead.encode(head).orElseGet(() -> compact(head));
    }

    private static byte[] compact(MessageHead head) {
        var envelope = new HeadWriter();
        envelope.envelope(head.envelope());
        var thread = new HeadWriter();
        thread.texts(head.references());
        thread.text(head.baseSubject());
        var structure = new HeadWriter();
        structure.part(head.structure(), 0);
        var all = new HeadWriter();
        all.octet(VERSION);
        all.block(envelope);
        all.block(thread);
        all.block(structure);
        return all.toByteArray();
    }

    /// Reads a message head from the buffer's position; the position stays.
    ///
    /// @throws IllegalArgumentException when it is none
    public static MessageHead decode(ByteBuffer encoded) {
        var ready = new ReadyHead();
        if (ready.open(encoded)) {
            return ready.head();
        }
        HeadReader in = reader(encoded);
        ImapEnvelope envelope = in.block().envelope();
        HeadReader thread = in.block();
        List<String> references = thread.texts();
        String baseSubject = thread.text().orElse("");
        return new MessageHead(envelope, in.block().part(0, 0), references, baseSubject);
    }

    /// Reads only the envelope.
    ///
    /// @throws IllegalArgumentException when it is none
    public static ImapEnvelope decodeEnvelope(ByteBuffer encoded) {
        var ready = new ReadyHead();
        if (ready.open(encoded)) {
            return ready.envelope();
        }
        return reader(encoded).block().envelope();
    }

    /// Reads only the structure.
    ///
    /// @throws IllegalArgumentException when it is none
    public static BodyPart decodeStructure(ByteBuffer encoded) {
        var ready = new ReadyHead();
        if (ready.open(encoded)) {
            return ready.structure();
        }
        HeadReader in = reader(encoded);
        in.block();
        in.block();
        return in.block().part(0, 0);
    }

    private static HeadReader reader(ByteBuffer encoded) {
        var in = new HeadReader(encoded.slice());
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("message head of unknown version " + version);
        }
        return in;
    }
}
