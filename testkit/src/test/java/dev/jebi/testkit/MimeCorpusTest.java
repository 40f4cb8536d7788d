package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.Extent;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.ImapEnvelope;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageHeadCodec;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

class MimeCorpusTest {
    private static final Duration SLOWEST = Duration.ofSeconds(2);

    @Test
    void everyMessageIsReadAndItsStructureIsSound() throws IOException {
        Corpus corpus = Corpus.orSkip();
        long total = 0;
        for (Corpus.Row row : corpus.messages()) {
            byte[] wire = corpus.wire(row);
            long start = System.nanoTime();
            MessageHead head = MessageParser.parse(Content.of(wire), MimeLimits.STANDARD);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            total += took.toNanos();
            assertThat(took).as(row.path()).isLessThan(SLOWEST);
            assertThat(head.structure().extent().header()).isZero();
            assertThat(head.structure().extent().end()).as(row.path()).isEqualTo(wire.length);
            sound(row.path(), wire, head.structure());
            sound(row.path(), head.envelope());
            byte[] encoded = MessageHeadCodec.encode(head);
            assertThat(MessageHeadCodec.decode(ByteBuffer.wrap(encoded)))
                    .as(row.path())
                    .isEqualTo(head);
            assertThat(MessageHeadCodec.decodeStructure(ByteBuffer.wrap(encoded)))
                    .isEqualTo(head.structure());
            assertThat(MessageHeadCodec.decodeEnvelope(ByteBuffer.wrap(encoded)))
                    .isEqualTo(head.envelope());
        }
        assertThat(Duration.ofNanos(total))
                .as("the whole corpus, read in %s ms", total / 1_000_000)
                .isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void everyMessageOfTheMailboxFilesIsRead() throws IOException {
        Corpus corpus = Corpus.orSkip();
        for (Corpus.Row row : corpus.kind("mbox")) {
            for (byte[] wire : corpus.mbox(row)) {
                MessageHead head = MessageParser.parse(Content.of(wire), MimeLimits.STANDARD);
                sound(row.path(), wire, head.structure());
                sound(row.path(), head.envelope());
            }
        }
    }

    @Test
    void everyListedSubjectDecodesAsListed() throws IOException {
        Corpus corpus = Corpus.orSkip();
        for (Map.Entry<String, String> subject : corpus.subjects().entrySet()) {
            byte[] wire = corpus.wire(corpus.row(subject.getKey()));
            String raw = HeaderSection.of(wire).first("Subject").orElseThrow();
            assertThat(HeaderText.decode(raw)).as(subject.getKey()).isEqualTo(subject.getValue());
        }
    }

    private static void sound(String path, byte[] wire, BodyPart part) {
        Extent extent = part.extent();
        assertThat(extent.header()).as(path).isLessThanOrEqualTo(extent.body());
        assertThat(extent.body()).as(path).isLessThanOrEqualTo(extent.end());
        switch (part) {
            case BodyPart.Leaf leaf ->
                    assertThat(leaf.lines()).as(path).isEqualTo(lines(wire, extent));
            case BodyPart.Multipart multipart -> {
                assertThat(multipart.parts()).as(path).isNotEmpty();
                long from = extent.body();
                for (BodyPart child : multipart.parts()) {
                    assertThat(child.extent().header()).as(path).isGreaterThanOrEqualTo(from);
                    from = child.extent().end();
                    sound(path, wire, child);
                }
                assertThat(from).as(path).isLessThanOrEqualTo(extent.end());
            }
            case BodyPart.Embedded embedded -> {
                assertThat(embedded.lines()).as(path).isEqualTo(lines(wire, extent));
                assertThat(embedded.body().extent().header()).as(path).isEqualTo(extent.body());
                assertThat(embedded.body().extent().end()).as(path).isEqualTo(extent.end());
                sound(path, embedded.envelope());
                sound(path, wire, embedded.body());
            }
        }
    }

    private static long lines(byte[] wire, Extent extent) {
        long lines = 0;
        for (int i = (int) extent.body(); i < extent.end(); i++) {
            lines += wire[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static void sound(String path, ImapEnvelope envelope) {
        Stream.of(envelope.date(), envelope.subject(), envelope.inReplyTo(), envelope.messageId())
                .flatMap(Optional::stream)
                .forEach(text -> sound(path, text));
        Stream.of(
                        envelope.from(),
                        envelope.sender(),
                        envelope.replyTo(),
                        envelope.to(),
                        envelope.cc(),
                        envelope.bcc())
                .flatMap(List::stream)
                .forEach(address -> sound(path, address));
    }

    private static void sound(String path, ImapAddress address) {
        Stream.of(address.name(), address.route(), address.mailbox(), address.host())
                .flatMap(Optional::stream)
                .forEach(text -> sound(path, text));
    }

    private static void sound(String path, String text) {
        assertThat(text.chars().allMatch(c -> c <= 0xFF && c != 0 && c != '\r' && c != '\n'))
                .as("%s: %s", path, text)
                .isTrue();
    }
}
