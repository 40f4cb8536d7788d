package dev.jebi.transfer.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

final class WordCountsTest {
    private static final List<String> GOOD =
            List.of("meeting", "tomorrow", "report", "budget", "lunch", "draft", "회의", "보고서");
    private static final List<String> JUNK =
            List.of("casino", "winner", "prize", "pills", "lottery", "click", "당첨", "대출");
    private static final List<String> BOTH = List.of("the", "and", "you", "for", "with", "this");

    private final SplittableRandom random = new SplittableRandom(20_261_122);

    private int[] words(List<String> some, int count) throws IOException {
        var text = new StringBuilder("From: a@b.test\r\nSubject: Hello\r\n");
        text.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
        for (int i = 0; i < count; i++) {
            text.append(some.get(random.nextInt(some.size()))).append(' ');
            text.append(BOTH.get(random.nextInt(BOTH.size()))).append("\r\n");
        }
        return words(text.toString());
    }

    private static int[] words(String message) throws IOException {
        var content = Content.of(message.getBytes(StandardCharsets.UTF_8));
        return Words.of(content, MessageParser.parse(content, MimeLimits.STANDARD));
    }

    private WordCounts taught(int messages) throws IOException {
        var counts = new WordCounts();
        for (int i = 0; i < messages; i++) {
            counts.learn(words(JUNK, 12), true);
            counts.learn(words(GOOD, 12), false);
        }
        return counts;
    }

    @Test
    void whatLooksLikeJunkIsJunkAndTheRestIsNot() throws IOException {
        var counts = taught(30);
        for (int i = 0; i < 50; i++) {
            assertThat(counts.junk(words(JUNK, 10))).isGreaterThan(0.95);
            assertThat(counts.junk(words(GOOD, 10))).isLessThan(0.05);
        }
        assertThat(counts.sure(counts.junk(words(BOTH, 10)))).isFalse();
        assertThat(counts.junk(words("Subject: 新しい\r\n\r\nnever seen before at all")))
                .isBetween(0.05, 0.95);
    }

    @Test
    void nothingIsSaidBeforeEnoughWasSeen() throws IOException {
        assertThat(new WordCounts().junk(words(JUNK, 10))).isEqualTo(0.5);
        var counts = taught(2);
        assertThat(counts.sure(counts.junk(words(JUNK, 10)))).isFalse();
        var onlyJunk = new WordCounts();
        for (int i = 0; i < 50; i++) {
            onlyJunk.learn(words(JUNK, 10), true);
        }
        assertThat(onlyJunk.sure(onlyJunk.junk(words(JUNK, 10)))).isFalse();
        var few = taught(4);
        assertThat(few.sure(few.junk(words(JUNK, 20)))).isTrue();
    }

    @Test
    void whatWasLearnedIsForgottenAgain() throws IOException {
        var counts = new WordCounts();
        var words = words(GOOD, 10);
        counts.learn(words, false);
        counts.forget(words, false);
        counts.forget(words, true); // what was never learned
        assertThat(counts.encode()).isEqualTo(new WordCounts().encode());
    }

    @Test
    void countsOutlastTheProcessAndStaySmall() throws IOException {
        var counts = taught(400); // words come more often than a place can count
        assertThat(counts.junkMessages()).isBetween(100, 400);
        var octets = counts.encode();
        assertThat(octets).hasSizeLessThan(20_000);
        var read = WordCounts.decode(octets);
        var some = words(JUNK, 10);
        assertThat(read.junk(some)).isEqualTo(counts.junk(some)).isGreaterThan(0.95);
        assertThatThrownBy(() -> WordCounts.decode(new byte[] {9})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WordCounts.decode(new byte[0])).isInstanceOf(IOException.class);
    }

    @Test
    void aHugeMessageHasABoundedNumberOfWords() throws IOException {
        var text = new StringBuilder("Subject: many\r\n\r\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("word").append(i).append(i % 10 == 0 ? "\r\n" : " ");
        }
        text.append("x".repeat(1_000_000));
        assertThat(words(text.toString())).hasSizeLessThan(3_100);
    }
}
