package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// RFC 1939 §7, TOP.
final class TopOfMessageTest {
    /// `|` stands for CRLF, `/` for a lone LF.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "A: b|C: d||one|two|three|; 0; A: b|C: d||",
                "A: b|C: d||one|two|three|; 1; A: b|C: d||one|",
                "A: b|C: d||one|two|three|; 2; A: b|C: d||one|two|",
                "A: b|C: d||one|two|three|; 3; A: b|C: d||one|two|three|",
                "A: b|C: d||one|two|three|; 2147483647; A: b|C: d||one|two|three|",
                "A: b||one|two; 2; A: b||one|two",
                "A: b||; 0; A: b||",
                "A: b||; 5; A: b||",
                "A: b||||x|; 2; A: b||||",
                "|body|; 0; |",
                "|body|; 1; |body|",
                "A: b|C: d|; 0; A: b|C: d||",
                "A: b|C: d; 3; A: b|C: d||",
                "''; 1; |",
                "A: b/C: d//one/two/; 1; A: b/C: d//one/",
                "A: b| ||one|; 0; A: b| ||"
            })
    void theTopIsHeaderEmptyLineAndSoManyLines(String message, int lines, String top)
            throws IOException {
        assertThat(new String(TopOfMessage.of(content(message), lines).octets(), US))
                .isEqualTo(text(top));
    }

    @Test
    void aLineAcrossTheStepOfReadingIsOneLine() throws IOException {
        for (int length = 16 * 1024 - 6; length < 16 * 1024 + 4; length++) {
            String header = "A: " + "b".repeat(length) + "\r\n\r\n";
            var message = Content.of((header + "one\r\ntwo\r\n").getBytes(US));
            assertThat(new String(TopOfMessage.of(message, 1).octets(), US))
                    .isEqualTo(header + "one\r\n");
        }
    }

    @Test
    void ofALargeMessageOnlyTheTopIsRead() throws IOException {
        var read = new AtomicLong();
        var large =
                new Content() {
                    @Override
                    public long size() {
                        return 1L << 40;
                    }

                    @Override
                    public int read(long offset, ByteBuffer into) {
                        int n = into.remaining();
                        read.addAndGet(n);
                        for (long at = offset; into.hasRemaining(); at++) {
                            into.put((byte) "a\r\n\r\n".charAt((int) (at % 5)));
                        }
                        return n;
                    }
                };
        assertThat(TopOfMessage.of(large, 10).size()).isEqualTo(5 + 5 * 5);
        assertThat(read.get()).isLessThanOrEqualTo(16 * 1024);
    }

    private static final java.nio.charset.Charset US = StandardCharsets.US_ASCII;

    private static Content content(String message) {
        return Content.of(text(message).getBytes(US));
    }

    private static String text(String pattern) {
        return pattern.replace("|", "\r\n").replace("/", "\n");
    }
}
