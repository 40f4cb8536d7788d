package dev.jebi.mailstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Random;

final class NeedleTest {
    @ParameterizedTest
    @CsvSource({
        "HELLO, say hello!",
        "hello, say HELLO!",
        "straße, STRASSE 5",
        "strasse, Große Straße",
        "ÉTÉ, un été",
        "σοφός, ΣΟΦΌΣ ΆΝΘΡΩΠΟΣ",
        "ΟΔΟΣ, οδος",
        "привет, ПРИВЕТ МИР",
        "안녕, 여러분 안녕하세요",
        "회의록, [공지] 회의록 첨부",
        "カタカナ, ｶﾀｶﾅ",
        "abc, ＡＢＣ",
        "ı, IKI",
    })
    void findsInAnyCaseAndForm(String needle, String text) throws IOException {
        assertThat(new Needle(needle).text(text)).isTrue();
        assertThat(new Needle(needle).text(new StringReader(text))).isTrue();
        String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
        assertThat(new Needle(needle).text(apart)).isTrue();
        assertThat(new Needle(needle).text(new StringReader(apart))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"안녕, 안 녕", "hello, hell o", "é, e", "회의, 희의"})
    void findsNothingElse(String needle, String text) throws IOException {
        assertThat(new Needle(needle).text(text)).isFalse();
        assertThat(new Needle(needle).text(new StringReader(text))).isFalse();
    }

    @Test
    void anEmptyTextIsEverywhere() throws IOException {
        assertThat(new Needle("").text("")).isTrue();
        assertThat(new Needle("").text(new StringReader(""))).isTrue();
    }

    @Test
    void aTextIsFoundWhereverTheReaderCutsIt() throws IOException {
        var random = new Random(5);
        String[] words = {"안녕하세요", "été", "STRASSE", "x", "ｶﾞ", " ", "漢字", "ΟΔΟΣ", "\uD83D\uDE00"};
        for (int round = 0; round < 300; round++) {
            var text = new StringBuilder();
            var borders = new ArrayList<Integer>();
            while (text.length() < 200) {
                borders.add(text.length());
                text.append(words[random.nextInt(words.length)]);
            }
            int first = random.nextInt(borders.size() - 4);
            int at = borders.get(first);
            int end = borders.get(first + 1 + random.nextInt(3));
            String shape = Normalizer.normalize(text, Normalizer.Form.NFD);
            var needle = new Needle(text.substring(at, end));
            assertThat(needle.text(shape)).as("%s in %s", needle, text).isTrue();
            assertThat(needle.text(new Drops(shape, random)))
                    .as("%s in %s", text.substring(at, end), text)
                    .isTrue();
        }
    }

    @Test
    void muchTextIsReadInBoundedSteps() throws IOException {
        String marks = "가".repeat(40_000) + "\u0301".repeat(100_000) + "needle";
        assertThat(new Needle("NEEDLE").text(new StringReader(marks))).isTrue();
        assertThat(new Needle("needles").text(new StringReader(marks))).isFalse();
    }

    /// A reader that gives a few chars at a time.
    private static final class Drops extends Reader {
        private final StringReader text;
        private final Random random;

        Drops(String text, Random random) {
            this.text = new StringReader(text);
            this.random = random;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            return text.read(into, offset, 1 + random.nextInt(3));
        }

        @Override
        public void close() {
            text.close();
        }
    }
}
