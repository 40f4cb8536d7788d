package dev.jebi.useragent.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Keys and cells.
class TerminalTest {
    private static List<String> keys(String sent) {
        return names(sent, sent.getBytes(StandardCharsets.UTF_8).length);
    }

    private static List<String> names(String sent, int piece) {
        var decoder = new KeyDecoder();
        var names = new ArrayList<String>();
        byte[] octets = sent.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < octets.length; at += piece) {
            int count = Math.min(piece, octets.length - at);
            byte[] some = java.util.Arrays.copyOfRange(octets, at, at + count);
            decoder.take(some, count).forEach(input -> names.add(name(input)));
        }
        decoder.pause().forEach(input -> names.add(name(input)));
        return names;
    }

    private static String name(Input input) {
        return switch (input) {
            case Input.Key key -> key.name();
            case Input.Paste paste -> "paste:" + paste.text();
            case Input.Resized _ -> "resized";
            case Input.Gone _ -> "gone";
        };
    }

    @Test
    void keysHaveNamesHoweverTheirOctetsAreCut() {
        String sent =
                "a한\u001b[A\u001bOB\u001b[5~\r"
                        + "\u0003\u001bx\u001b[1;5C\u001b[200~p\r"
                        + "q\u001b[201~\u001b";
        List<String> wanted =
                List.of(
                        "a",
                        "한",
                        "<up>",
                        "<down>",
                        "<pageup>",
                        "<enter>",
                        "<C-c>",
                        "<A-x>",
                        "<C-right>",
                        "paste:p\nq",
                        "<esc>");
        assertThat(keys(sent)).isEqualTo(wanted);
        assertThat(names(sent, 1)).isEqualTo(wanted);
        assertThat(keys("\u001b\u001b[A")).containsExactly("<esc>", "<up>");
        assertThat(keys("\u001b[999999999999999999999999999999999999999x")).isNotNull();
    }

    @Test
    void anyOctetsAreSurvived() {
        var random = new Random(7);
        var decoder = new KeyDecoder();
        byte[] octets = new byte[100];
        for (int i = 0; i < 2_000; i++) {
            random.nextBytes(octets);
            for (Input input : decoder.take(octets, octets.length)) {
                assertThat(input).isNotNull();
            }
            assertThat(decoder.pause()).isNotNull();
        }
    }

    @Test
    void wideCharactersTakeTwoCellsAndAreNeverHalved() {
        var canvas = new Canvas(6, 1);
        canvas.put(0, 0, "한글글글", Style.PLAIN);
        assertThat(canvas.text(0)).isEqualTo("한글글");
        canvas.put(1, 0, "x", Style.PLAIN);
        assertThat(canvas.text(0)).isEqualTo(" x글글");
        canvas.put(2, 0, "y", Style.PLAIN);
        assertThat(canvas.text(0)).isEqualTo(" xy 글");
        canvas.put(5, 0, "한", Style.PLAIN);
        assertThat(canvas.text(0)).isEqualTo(" xy 글");
    }

    @Test
    void theCanvasTakesNoControlCharacter() {
        var canvas = new Canvas(10, 1);
        canvas.put(0, 0, "a\u001b[2Jb\u009b\u202e", Style.PLAIN);
        assertThat(canvas.text(0)).isEqualTo("a\uFFFD[2Jb\uFFFD\uFFFD");
        assertThat(Style.PLAIN.linked("https://a.test/\u001b\\").link()).isEmpty();
    }

    @Test
    void onlyWhatDiffersIsPainted() {
        var painter = new Painter();
        var first = new Canvas(20, 2);
        first.put(0, 0, "hello", Style.PLAIN);
        assertThat(painter.paint(first)).contains("\u001b[2J").contains("hello");
        var second = new Canvas(20, 2);
        second.put(0, 0, "hellO", Style.PLAIN.inBold());
        second.put(0, 1, "x", Style.PLAIN.linked("https://a.test"));
        String painted = painter.paint(second);
        assertThat(painted)
                .doesNotContain("\u001b[2J")
                .contains("\u001b[0;1m")
                .contains("]8;;https://a.test");
        var same = new Canvas(20, 2);
        same.put(0, 0, "hellO", Style.PLAIN.inBold());
        same.put(0, 1, "x", Style.PLAIN.linked("https://a.test"));
        assertThat(painter.paint(same)).hasSizeLessThan(20);
    }
}
