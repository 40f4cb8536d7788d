package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.transfer.HeaderSection.Field;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

final class HeaderSectionTest {
    private static HeaderSection of(String text) throws IOException {
        return HeaderSection.of(Content.of(text.getBytes(StandardCharsets.UTF_8)), 1 << 20);
    }

    @Test
    void fieldsAreFoundWithTheirFoldedLines() throws IOException {
        var header = of("A: 1\r\nBc : 2\r\n\t3\r\n 4\r\nA:\r\n\r\nBody: no\r\n");
        assertThat(header.fields())
                .containsExactly(
                        new Field("A", 0, 6), new Field("Bc", 6, 16), new Field("A", 22, 4));
        assertThat(header.count("a")).isEqualTo(2);
        assertThat(header.has("Body")).isFalse();
        assertThat(header.started()).isTrue();
    }

    @Test
    void whatIsNoFieldIsPassedOver() throws IOException {
        assertThat(of("A: 1\r\nno field\r\nB: 2\r\n\r\nC: 3\r\n").fields())
                .containsExactly(new Field("A", 0, 6), new Field("B", 16, 6));
        assertThat(of("hello, world\r\n").started()).isFalse();
        assertThat(of(" folded: what\r\n").started()).isFalse();
        assertThat(of(": x\r\n").started()).isFalse();
    }

    @Test
    void itIsCompleteWhenItsEndIsFound() throws IOException {
        byte[] octets = "A: 1\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(HeaderSection.of(Content.of(octets), 8).complete()).isTrue();
        assertThat(HeaderSection.of(Content.of(octets), 6).complete()).isFalse();
        assertThat(of("A: 1\r\n").complete()).isTrue();
    }

    @Test
    void anEmptyHeaderSectionHasBegun() throws IOException {
        assertThat(of("\r\nbody").started()).isTrue();
        assertThat(of("").started()).isTrue();
    }

    @Test
    void octetsBeyondAsciiAreSeenInTheHeaderAlone() throws IOException {
        assertThat(of("A: é\r\n\r\nx").eightBit()).isTrue();
        assertThat(of("A: e\r\n\r\né").eightBit()).isFalse();
    }

    @Test
    void aLongHeaderIsReadToItsEnd() throws IOException {
        var header = of("A: 1\r\n" + "X: 2\r\n".repeat(50_000) + "B: 3\r\n\r\nC: 4\r\n");
        assertThat(header.count("X")).isEqualTo(50_000);
        assertThat(header.has("B")).isTrue();
        assertThat(header.has("C")).isFalse();
    }

    @Test
    void noOctetsMakeItFail() throws IOException {
        long seed = Long.getLong("jebi.seed", System.nanoTime());
        var random = new Random(seed);
        byte[] alphabet = {'A', ':', ' ', '\t', '\r', '\n', 0, (byte) 0xFF, '\r', '\n'};
        for (int i = 0; i < 20_000; i++) {
            var octets = new byte[random.nextInt(30)];
            for (int k = 0; k < octets.length; k++) {
                octets[k] = alphabet[random.nextInt(alphabet.length)];
            }
            int end = 0;
            for (var field : HeaderSection.of(Content.of(octets), 1 << 20).fields()) {
                assertThat(field.offset()).as("seed %d", seed).isGreaterThanOrEqualTo(end);
                end = field.end();
            }
            assertThat(end).as("seed %d", seed).isLessThanOrEqualTo(octets.length);
        }
    }
}
