package dev.jebi.useragent.tour;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/// What the guide says, in each of its languages.
class WordsTest {
    private static Properties words(String language) throws IOException {
        var words = new Properties();
        String name = "words-" + language + ".properties";
        try (var octets = requireNonNull(Words.class.getResourceAsStream(name), name)) {
            words.load(new InputStreamReader(octets, StandardCharsets.UTF_8));
        }
        return words;
    }

    @Test
    void theGuideSaysAsMuchInEveryLanguage() throws IOException {
        var english = words("en");
        for (String language : Words.LANGUAGES) {
            var words = words(language);
            assertThat(words.keySet()).as(language).isEqualTo(english.keySet());
            assertThat(words.values()).as(language).doesNotContain("");
        }
    }

    @Test
    void theFirstKeyThatIsKnownCounts() throws IOException {
        var words = Words.in("ko");
        assertThat(words.of("nobody.c.DATA", "smtp.c.DATA")).isEqualTo("이제 메시지 자체가 갑니다");
        assertThat(words.of("nobody")).isEmpty();
    }

    @Test
    void repliesMeanWhatWasAskedAlsoWhenNobodyWaitedForThem() throws IOException {
        var words = Words.in("en");
        Sense sense = Sense.of(words, "relay", "smtp");
        assertThat(sense.server("220 b.test")).startsWith("220: Bob's server greets");
        assertThat(sense.client("MAIL FROM:<a@a.test>")).startsWith("a mail transaction");
        assertThat(sense.client("RCPT TO:<b@b.test>")).startsWith("the envelope's recipient");
        assertThat(sense.client("BDAT 13 LAST")).contains("it is counted");
        assertThat(sense.client("To: b@")).startsWith("for whom"); // 6 octets and 2
        assertThat(sense.client("")).startsWith("an empty line");
        assertThat(sense.client(".")).startsWith("a line that begins with a dot");
        assertThat(sense.server("250 2.1.0 Ok")).contains("the sender is accepted");
        assertThat(sense.server("250 2.1.5 Ok")).contains("Bob has a mailbox here");
        assertThat(sense.server("250 2.0.0 Ok")).contains("it lies in Bob's mailbox");
        assertThat(sense.client("QUIT")).isEqualTo("that was all");
    }
}
