package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Input that was never meant to be a message, or was one before it was cut and mixed.
class GarbageTest {
    private static final int ROUNDS = 3000;

    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "--",
        "--b",
        "--bb",
        "--b--",
        "--bb--",
        " ",
        "\t",
        ":",
        ";",
        "\"",
        "(",
        ")",
        "<",
        ">",
        "@",
        ",",
        "=?",
        "?=",
        "=?utf-8?Q?=C3?=",
        "=?utf-7?B?K0FH?=",
        "\0",
        "\u00e9",
        "Content-Type: multipart/mixed; boundary=b\r\n",
        "Content-Type: message/rfc822\r\n",
        "Content-Type: multipart/digest; boundary=\"bb\"\r\n",
        "Subject: ",
        "From: ",
        "To: ",
        "Content-Disposition: attachment; filename*0*=",
        "References: <",
        "[fwd: ",
        "re: ",
        "\\",
        "Content-Transfer-Encoding: base64\r\n",
        "x",
        "boundary=b",
        "[",
        "]",
        "charset*=''%",
    };

    @Test
    void nothingMakesTheParserFailAndChunksDoNotMatter() throws IOException {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            RandomGenerator random = random(seed);
            byte[] octets = random.nextBoolean() ? mixed(random) : noise(random);
            MessageHead head = MessageParser.parse(Content.of(octets), new MimeLimits(5, 20, 2000));
            sound(seed, head.structure(), 0, octets.length);
            assertThat(MessageHeadCodec.decode(ByteBuffer.wrap(MessageHeadCodec.encode(head))))
                    .as("seed %s", seed)
                    .isEqualTo(head);
            read(octets, head.structure());
        }
    }

    @Test
    void smallChunksReadTheSame() throws IOException {
        for (long seed = 1; seed <= 200; seed++) {
            RandomGenerator random = random(seed);
            byte[] octets = large(random);
            MessageHead whole = MessageParser.parse(Content.of(octets), MimeLimits.STANDARD);
            int chunk = random.nextInt(1, 8000);
            assertThat(MessageParser.parse(Content.of(octets), MimeLimits.STANDARD, chunk))
                    .as("seed %s", seed)
                    .isEqualTo(whole);
            sound(seed, whole.structure(), 0, octets.length);
        }
    }

    @Test
    void aDamagedHeadIsRefusedInOneWay() {
        byte[] good =
                MessageHeadCodec.encode(
                        Outline.parse(
                                "From: a@b\n"
                                        + "To: c@d\n"
                                        + "Subject: s\n"
                                        + "Content-Type: multipart/mixed; boundary=b\n\n"
                                        + "--b\n\n"
                                        + "one\n"
                                        + "--b\n"
                                        + "Content-Type: message/rfc822\n\n"
                                        + "To: x\n"));
        for (int cut = 0; cut < good.length; cut++) {
            ByteBuffer part = ByteBuffer.wrap(good, 0, cut);
            assertThatThrownBy(() -> MessageHeadCodec.decode(part))
                    .as("cut at %s", cut)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (long seed = 1; seed <= ROUNDS; seed++) {
            RandomGenerator random = random(seed);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                assertThat(MessageHeadCodec.decode(ByteBuffer.wrap(bad))).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("message head");
            }
        }
    }

    private static void read(byte[] octets, BodyPart part) throws IOException {
        switch (part) {
            case BodyPart.Leaf leaf ->
                    assertThat(BodyText.read(Content.of(octets), leaf, 10_000)).isNotNull();
            case BodyPart.Embedded embedded -> read(octets, embedded.body());
            case BodyPart.Multipart multipart -> {
                for (BodyPart child : multipart.parts()) {
                    read(octets, child);
                }
            }
        }
        HeaderSection header = HeaderSection.read(Content.of(octets), part.extent(), 10_000);
        for (String name : header.names()) {
            header.all(name).forEach(value -> assertThat(HeaderText.decode(value)).isNotNull());
            header.all(name).forEach(value -> assertThat(MailDate.parse(value)).isNotNull());
        }
        assertThat(HeaderText.parameter(part.fields().parameters(), "filename")).isNotNull();
    }

    private static void sound(long seed, BodyPart part, long from, long to) {
        Extent extent = part.extent();
        assertThat(extent.header()).as("seed %s", seed).isBetween(from, to);
        assertThat(extent.body()).as("seed %s", seed).isBetween(extent.header(), to);
        assertThat(extent.end()).as("seed %s", seed).isBetween(extent.body(), to);
        switch (part) {
            case BodyPart.Leaf leaf -> assertThat(leaf.lines()).isNotNegative();
            case BodyPart.Embedded embedded -> {
                sound(seed, embedded.body(), extent.body(), extent.end());
                assertThat(embedded.body().extent().end()).isEqualTo(extent.end());
            }
            case BodyPart.Multipart multipart -> {
                assertThat(multipart.parts()).isNotEmpty();
                long at = extent.body();
                for (BodyPart child : multipart.parts()) {
                    sound(seed, child, at, extent.end());
                    at = child.extent().end();
                }
            }
        }
    }

    private static byte[] mixed(RandomGenerator random) {
        var text = new StringBuilder();
        int count = random.nextInt(80);
        for (int i = 0; i < count; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] noise(RandomGenerator random) {
        var octets = new byte[random.nextInt(500)];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] large(RandomGenerator random) {
        var text = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        while (text.length() < 20_000) {
            if (random.nextInt(3) == 0) {
                text.repeat('x', random.nextInt(3000));
            }
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(octets, random.nextInt(octets.length));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
