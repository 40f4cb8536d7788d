package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/// Content that ends in a lone dot (RFC 5321 §4.5.2), cut into chunks in every way.
class WireDottedTest {
    private static final String ALPHABET = "\r\n..a\0\u00e4";

    private static final WireLimits ROOMY =
            new WireLimits(1, 1, 1 << 16, Integer.MAX_VALUE, List.of());

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Input input() {
        var channel = new EmbeddedChannel();
        var input = new Input(channel, Integer.MAX_VALUE, new Parking(channel), () -> {});
        input.idleNanos(Long.MAX_VALUE);
        return input;
    }

    /// What was read, what was seen, and what is left over.
    private record Read(String content, Dotted seen, String rest) {}

    private static Read read(String sent, SplittableRandom chunks) throws IOException {
        var input = input();
        byte[] octets = octets(sent);
        for (int at = 0; at < octets.length; ) {
            int n = Math.min(octets.length - at, 1 + chunks.nextInt(chunks.nextBoolean() ? 2 : 40));
            input.offer(Unpooled.wrappedBuffer(octets, at, n));
            at += n;
        }
        input.end();
        var sink = new ByteArrayOutputStream();
        var seen = new DottedReader(input, sink, 100).read();
        return new Read(
                sink.toString(StandardCharsets.ISO_8859_1),
                seen,
                input.cut(0).toString(StandardCharsets.ISO_8859_1));
    }

    private static Read read(String sent) throws IOException {
        return read(sent, new SplittableRandom(1));
    }

    private static String written(String content) throws IOException {
        var channel = new EmbeddedChannel();
        var output = new Output(channel, ROOMY, new Parking(channel));
        new DottedWriter(output).write(Content.of(octets(content)));
        output.flush();
        channel.runPendingTasks();
        var sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(StandardCharsets.ISO_8859_1));
        }
        return sent.toString();
    }

    /// The rule, written down as simply as it can be.
    private static String unstuffed(String beforeTheEnd) {
        return ("\r\n" + beforeTheEnd).replace("\r\n.", "\r\n").substring(2);
    }

    @Test
    void aLoneDotAtTheStartIsEmptyContent() throws IOException {
        assertThat(read(".\r\nNOOP"))
                .isEqualTo(new Read("", new Dotted(0, false, false, false, false), "NOOP"));
    }

    @Test
    void stuffedDotsAreRemoved() throws IOException {
        assertThat(read("..\r\n.a\r\nb.\r\n...c\r\n.\r\n").content())
                .isEqualTo(".\r\na\r\nb.\r\n..c\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r.\r",
                "\n.\r\n",
                "\r\n.\n",
                "\r\n.\r",
                "\r.\r\n",
                "\n.\r",
                "\r\n.\r\r\n",
                "\r\n.\0\r\n",
                "\r\r.\r\n",
                "\r\n\n.\r\n",
                "\r\n\r.\r\n",
                "\r\n. \r\n",
                "\n\n.\n\n"
            })
    void nothingButCrlfDotCrlfEnds(String almost) throws IOException {
        var read = read("a" + almost + "MAIL FROM:<x@y>\r\n.\r\nQUIT");
        assertThat(read.content()).endsWith("MAIL FROM:<x@y>\r\n");
        assertThat(read.content()).isEqualTo(unstuffed("a" + almost + "MAIL FROM:<x@y>\r\n"));
        assertThat(read.rest()).isEqualTo("QUIT");
    }

    @Test
    void whatIsStrangeIsTold() throws IOException {
        assertThat(read("a\nb\r\n.\r\n").seen())
                .isEqualTo(new Dotted(5, true, false, false, false));
        assertThat(read("a\rb\r\n.\r\n").seen())
                .isEqualTo(new Dotted(5, false, true, false, false));
        assertThat(read("a\0\r\n.\r\n").seen()).isEqualTo(new Dotted(4, false, false, true, false));
        assertThat(read("\u00e4\r\n.\r\n").seen())
                .isEqualTo(new Dotted(3, false, false, false, true));
        assertThat(read(".\r.\r\n.\r\n").seen())
                .isEqualTo(new Dotted(4, false, true, false, false));
    }

    @Test
    void whatEndsTooEarlyIsNoContent() {
        assertThatThrownBy(() -> read("a\r\n.\r")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read("a\r\n")).isInstanceOf(EOFException.class);
    }

    @Test
    void anyContentIsReadAsItWasWritten() throws IOException {
        for (int run = 0; run < 20_000; run++) {
            long seed = run * 0x9E3779B97F4A7C15L;
            var random = new SplittableRandom(seed);
            var content = new StringBuilder();
            int length = random.nextInt(random.nextBoolean() ? 8 : 60);
            for (int i = 0; i < length; i++) {
                content.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            String before = content.toString();
            String ended = before.isEmpty() || before.endsWith("\r\n") ? before : before + "\r\n";
            String sent = written(before);
            assertThat(sent).as("seed %d", seed).endsWith(".\r\n");
            var read = read(sent + "REST", random);
            assertThat(read.content()).as("seed %d", seed).isEqualTo(ended);
            assertThat(read.rest()).as("seed %d", seed).isEqualTo("REST");
            assertThat(read.seen()).as("seed %d", seed).isEqualTo(seen(ended));
        }
    }

    private static Dotted seen(String content) {
        String bare = content.replace("\r\n", "");
        return new Dotted(
                content.length(),
                bare.indexOf('\n') >= 0,
                bare.indexOf('\r') >= 0,
                content.indexOf('\0') >= 0,
                content.chars().anyMatch(c -> c > 127));
    }

    @Test
    void anyOctetsUpToTheEndAreUnstuffedAsTheRuleSays() throws IOException {
        for (int run = 0; run < 20_000; run++) {
            long seed = ~run * 0x9E3779B97F4A7C15L;
            var random = new SplittableRandom(seed);
            var sent = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                sent.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            String whole = sent + "\r\n.\r\nREST";
            int end = ("\r\n" + whole).indexOf("\r\n.\r\n");
            var read = read(whole, random);
            assertThat(read.content())
                    .as("seed %d", seed)
                    .isEqualTo(unstuffed(whole.substring(0, end)));
            assertThat(read.rest()).as("seed %d", seed).isEqualTo(whole.substring(end + 3));
        }
    }

    @Test
    void aLongContentIsStuffedAcrossItsChunks() throws IOException {
        String content = (".".repeat(31) + "\r\n").repeat(20_000) + ".";
        var read = read(written(content));
        assertThat(read.content()).isEqualTo(content + "\r\n");
        assertThat(read.rest()).isEmpty();
    }

    @Test
    void aSinkThatFailsLeavesTheWireInStep() throws IOException {
        var input = input();
        input.offer(Unpooled.wrappedBuffer(octets("a\r\nb\r\n..\r\n.\r\nNOOP\r\n")));
        var full =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("no space left");
                    }
                };
        assertThatThrownBy(() -> new DottedReader(input, full, 100).read())
                .isInstanceOf(SinkFault.class)
                .hasRootCauseMessage("no space left");
        assertThat(new LineReader(input).read(100)).isEqualTo(octets("NOOP"));
    }
}
