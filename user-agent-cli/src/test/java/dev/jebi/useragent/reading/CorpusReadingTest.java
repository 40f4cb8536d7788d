package dev.jebi.useragent.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.text.SafeText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Every message of the corpus becomes text that a terminal can be shown, in bounded time.
@Tag("long")
class CorpusReadingTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Test
    void everyMessageIsReadWithoutAControlCharacter() throws IOException {
        for (Path message : Corpus.messages()) {
            read(message);
        }
    }

    private static void read(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        long begun = System.nanoTime();
        for (int width : new int[] {20, 78}) {
            String text;
            try {
                var reading = MessageReading.of(octets);
                text = reading.lines(width).plain();
                reading.attachments().forEach(a -> clean(a.name(), file));
                reading.lines(width).links().forEach(l -> clean(l, file));
            } catch (Exception e) {
                throw new AssertionError(file.toString(), e);
            }
            text.lines().forEach(line -> clean(line, file));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as(file.toString())
                .isLessThan(LONGEST);
    }

    private static void clean(String line, Path file) {
        assertThat(line.codePoints().anyMatch(SafeText::dangerous))
                .as("%s: %s", file, line)
                .isFalse();
    }
}
