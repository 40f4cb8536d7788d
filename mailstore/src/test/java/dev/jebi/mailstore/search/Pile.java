package dev.jebi.mailstore.search;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageHeadCodec;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// Messages in memory to be indexed, with ids that leave gaps.
final class Pile implements BlobSource {
    private static final int GAP = 10;

    private final ConcurrentSkipListMap<Long, Message> messages = new ConcurrentSkipListMap<>();
    private final AtomicLong reads = new AtomicLong();
    private volatile long end = GAP;

    record Message(MessageHead head, byte[] encodedHead, Content content) {
        boolean has(TextKind kind, Needle needle) throws IOException {
            var structure = head.structure();
            var header =
                    HeaderSection.read(
                            content, structure.extent(), MimeLimits.STANDARD.headerOctets());
            var envelope = head.envelope();
            return switch (kind) {
                case SUBJECT -> MessageText.field(header, "subject", needle);
                case FROM -> MessageText.addresses(envelope.from(), needle);
                case TO -> MessageText.addresses(envelope.to(), needle);
                case CC -> MessageText.addresses(envelope.cc(), needle);
                case BCC -> MessageText.addresses(envelope.bcc(), needle);
                case HEADER -> MessageText.aboveBody(content, header, structure, needle);
                case BODY -> MessageText.body(content, structure, needle);
            };
        }

        /// All its texts.
        List<String> texts() throws IOException {
            var texts = new ArrayList<String>();
            var header =
                    HeaderSection.read(
                            content, head.structure().extent(), MimeLimits.STANDARD.headerOctets());
            MessageText.all(
                    content,
                    header,
                    head.structure(),
                    new TextVisitor() {
                        @Override
                        public boolean text(String text) {
                            texts.add(text);
                            return false;
                        }

                        @Override
                        public boolean text(java.io.Reader text) throws IOException {
                            var all = new java.io.StringWriter();
                            text.transferTo(all);
                            texts.add(all.toString());
                            return false;
                        }
                    });
            return texts;
        }
    }

    static Message message(byte[] octets) throws IOException {
        var content = Content.of(octets);
        var head = MessageParser.parse(content, MimeLimits.STANDARD);
        return new Message(head, MessageHeadCodec.encode(head), content);
    }

    static Message message(String text) throws IOException {
        return message(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    long add(Message message) {
        long id = end;
        messages.put(id, message);
        end = id + GAP;
        return id;
    }

    /// How often a message was read.
    long reads() {
        return reads.get();
    }

    void remove(long id) {
        messages.remove(id);
    }

    long[] ids() {
        return messages.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    Message get(long id) {
        return Objects.requireNonNull(messages.get(id));
    }

    /// What has the needle, by reading.
    List<Long> scan(TextKind kind, Needle needle) throws IOException {
        var found = new ArrayList<Long>();
        for (var entry : messages.entrySet()) {
            if (entry.getValue().has(kind, needle)) {
                found.add(entry.getKey());
            }
        }
        return found;
    }

    @Override
    public List<BlobStored> after(long id, int limit) {
        return messages.tailMap(id, false).entrySet().stream()
                .limit(limit)
                .map(entry -> stored(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static BlobStored stored(long id, Message message) {
        int head = message.encodedHead().length;
        return new BlobStored(id, new Place(id, head, message.content().size()));
    }

    @Override
    public long countAfter(long id) {
        return messages.tailMap(id, false).size();
    }

    @Override
    public long settled() {
        return end - 1;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public Content read(Place place) throws IOException {
        reads.incrementAndGet();
        var message = messages.get(place.position());
        if (message == null) {
            throw new IOException("gone");
        }
        return Content.concat(Content.of(message.encodedHead()), message.content());
    }
}
