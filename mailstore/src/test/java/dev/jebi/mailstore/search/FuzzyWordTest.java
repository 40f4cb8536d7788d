package dev.jebi.mailstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;

final class FuzzyWordTest {
    private static boolean finds(String sought, String text) {
        return FuzzyWord.of(sought, true).stream().allMatch(word -> word.text(text));
    }

    @Test
    void wordsAreFoundInAnyOrder() {
        assertThat(finds("IMAP break", "a break in IMAP")).isTrue();
        assertThat(finds("IMAP break", "IMAP4 breaks")).isTrue();
        assertThat(finds("IMAP break", "IMAP alone")).isFalse();
        assertThat(finds("회의 자료", "자료: 어제 회의에서")).isTrue();
        assertThat(FuzzyWord.of("!? -", true)).isEmpty();
    }

    @Test
    void aLetterOrTwoMayBeWrong() {
        assertThat(finds("helo", "say hello")).isTrue();
        assertThat(finds("helo", "help!")).isTrue();
        assertThat(finds("recieve", "we receive it")).isTrue();
        assertThat(finds("resturant", "restaurant")).isTrue();
        assertThat(finds("accomodation", "acommodation")).isTrue();
        assertThat(finds("helo", "halls")).isFalse();
        assertThat(finds("cat", "car")).isFalse();
        assertThat(finds("회의", "회사")).isFalse();
    }

    @Test
    void aLongTextIsReadPieceByPiece() throws IOException {
        String text = "word ".repeat(20_000) + "restaurant" + " word".repeat(20_000);
        for (FuzzyWord word : FuzzyWord.of("resturant", true)) {
            assertThat(word.text(new StringReader(text))).isTrue();
            assertThat(word.text(new StringReader("word ".repeat(20_000)))).isFalse();
        }
    }

    /// What the index is asked for must be in every text that matches.
    @Test
    void aTextThatHasTheWordHasOneOfItsParts() {
        Randomly.runs(
                2_000,
                "search.fuzzy.seed",
                random -> {
                    String sought = random.string(random.between(1, 12), "abc");
                    String text = random.string(random.between(1, 14), "abc ");
                    for (FuzzyWord word : FuzzyWord.of(sought, true)) {
                        if (word.text(text)) {
                            List<Needle> parts = word.parts();
                            assertThat(parts).as(sought + "/" + text).anyMatch(p -> p.text(text));
                        }
                    }
                });
    }
}
