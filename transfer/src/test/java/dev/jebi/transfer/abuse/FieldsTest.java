package dev.jebi.transfer.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.milter.MilterVerdict.Add;
import dev.jebi.milter.MilterVerdict.Change;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The header section as a list of fields that milters edit.
@Timeout(60)
final class FieldsTest {
    private static Fields fields(String message) throws IOException {
        return Fields.of(Content.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(Content content) throws IOException {
        return new String(content.octets(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello\r\n",
                "  Dear Bob,\r\nNo: field\r\n\r\nof ours\r\n",
                "\tindented\r\n",
                "\r\n after a line\r\n",
                "",
            })
    void whatStandsBehindTheEmptyLineIsTheBodyWhateverItBeginsWith(String body) throws IOException {
        var fields = fields("A: 1\r\n 2\r\nB: 3\r\n\r\n" + body);
        assertThat(fields.shown()).extracting("name").containsExactly("A", "B");
        assertThat(text(fields.body())).isEqualTo(body);
        assertThat(text(fields.edited(List.of(new Add("C", "4")), fields.body())))
                .isEqualTo("A: 1\r\n 2\r\nB: 3\r\nC: 4\r\n\r\n" + body);
    }

    @Test
    void aMegabyteOfSpacesInAValueCostsNoTime() throws IOException {
        var fields = fields("A: 1\r\n\r\nx\r\n");
        String value = "a" + " ".repeat(1_000_000) + "b";
        assertThat(text(fields.edited(List.of(new Change(1, "A", value)), fields.body())))
                .isEqualTo("A: " + value + "\r\n\r\nx\r\n");
    }
}
