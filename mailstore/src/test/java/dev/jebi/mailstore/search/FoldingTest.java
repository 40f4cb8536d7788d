package dev.jebi.mailstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.text.Normalizer;

/// The rule of [Folding], case by case: what is found in what.
final class FoldingTest {
    @ParameterizedTest
    @CsvSource({
        "STRASSE, straße",
        "straße, STRASSE",
        "ẞ, ss",
        "fi, ﬁnden",
        "istanbul, İSTANBUL",
        "ISTANBUL, ıstanbul",
        "ΣΊΣΥΦΟΣ, σίσυφος",
        "ᾳ, ΑΙ",
        "ㅋㅋ, ㅋㅋㅠㅠ",
        "ㅋ, ㅋㅏ",
        "ㅠ, ㅋㅠ",
        "각, 각하",
        "ガ, ｶﾞｲﾄﾞ",
        "abc, ＡＢＣ",
        "ㄱㅏ, ﾡￂ",
        "㎏, 5㎏",
        "ǰ, ǰ",
    })
    void isFoundInBothForms(String needle, String text) {
        for (var form : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
            for (var other : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
                String written = Normalizer.normalize(text, other);
                assertThat(new Needle(Normalizer.normalize(needle, form)).text(written))
                        .as("%s in %s, %s in %s", needle, text, form, other)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"가, 각", "ㄱ, 가", "e, é", "kg, ㎏", "2, ²", "1, ①", "ㅋ, 큐", "か, が", "o, ø"})
    void isNotFound(String needle, String text) {
        assertThat(new Needle(needle).text(text)).isFalse();
        assertThat(new Needle(needle).text(Normalizer.normalize(text, Normalizer.Form.NFD)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'a b', 'a\u00A0b'", "'a b', 'a\tb'", "'a b', 'a\u3000b'", "'a\tb', 'a b'"})
    void spacesThatLookAlikeAreAlike(String needle, String text) {
        assertThat(new Needle(needle).text(text)).isTrue();
    }
}
