package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class HeaderSectionTest {
    private static final HeaderSection HEADER =
            HeaderSection.of(
                    Outline.wire(
                            """
                             stray fold
                            From: a
                            no field here
                             its fold
                            Subject : one
                            \ttwo
                            \s
                            SUBJECT: three
                            To:
                            >From x: y
                            """
                                    + "X: \u00e9\0\r!\n\nFrom: body\n"));

    @Test
    void givesMatchingFieldsAsTheyStand() {
        assertThat(text(HEADER.matching(List.of("subject", "FROM"))))
                .isEqualTo("From: a\r\nSubject : one\r\n\ttwo\r\n \r\nSUBJECT: three\r\n\r\n");
        assertThat(text(HEADER.matching(List.of("nothing")))).isEqualTo("\r\n");
    }

    @Test
    void givesTheOtherFields() {
        assertThat(text(HEADER.others(List.of("subject", "x", "from")))).isEqualTo("To:\r\n\r\n");
    }

    @Test
    void valuesAreUnfoldedAndClean() {
        assertThat(HEADER.first("Subject")).contains("one\ttwo");
        assertThat(HEADER.all("subject")).containsExactly("one\ttwo", "three");
        assertThat(HEADER.first("to")).contains("");
        assertThat(HEADER.first("x")).contains("\u00e9 !");
        assertThat(HEADER.first("cc")).isEmpty();
        assertThat(HEADER.names()).containsExactly("from", "subject", "subject", "to", "x");
    }

    @Test
    void aFieldAtTheEndGetsItsLineEnd() {
        assertThat(text(HeaderSection.of(Outline.wire("To: x")).matching(List.of("to"))))
                .isEqualTo("To: x\r\n\r\n");
    }

    @Test
    void namesArePrintableAscii() {
        assertThat(FieldName.valid("X-Any_thing!")).isTrue();
        for (String name : new String[] {"", "a b", "a:", "é", "a\r\n", "\u007f"}) {
            assertThat(FieldName.valid(name)).as(name).isFalse();
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
