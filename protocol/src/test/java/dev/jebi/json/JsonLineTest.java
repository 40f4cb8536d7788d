package dev.jebi.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLineTest {
    @Test
    void membersStandInTheirOrder() {
        var line =
                new JsonLine()
                        .text("a", "b")
                        .number("n", -7)
                        .flag("yes", true)
                        .nothing("none")
                        .toString();
        assertThat(line).isEqualTo("{\"a\":\"b\",\"n\":-7,\"yes\":true,\"none\":null}");
        assertThat(new JsonLine()).hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"} {\"",
                "back\\slash\\",
                "two\r\nlines\tand\0more",
                "\u001b[31m red, \u009b1m too",
                "밥 😀 e\u0301",
                "half a pair: \ud83d",
            })
    void whatIsWrittenIsReadAgainAndNeitherEndsTheLineNorMovesATerminal(String value) {
        String line = new JsonLine().text(value + "name", value).toString();
        assertThat(line).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f]");
        assertThat(JsonReader.read(line).orElseThrow().text(value + "name")).contains(value);
    }
}
