package dev.jebi.useragent.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.text.SafeText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Messages made to cost time and memory are read in bounded time: that of this thread, as a build
/// machine may be busy.
class BombsTest {
    private static final ThreadMXBean TIME = ManagementFactory.getThreadMXBean();
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int DEEP = 100_000;
    private static final int CELLS = 10 << 20;
    private static final int LINE = 50 << 20;

    private static String read(String head, String body) throws Exception {
        byte[] octets = (head + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
        long begun = TIME.getCurrentThreadCpuTime();
        String text = MessageReading.of(octets).lines(78).plain();
        assertThat(Duration.ofNanos(TIME.getCurrentThreadCpuTime() - begun)).isLessThan(LONGEST);
        assertThat(text.lines().flatMapToInt(String::codePoints).anyMatch(SafeText::dangerous))
                .isFalse();
        assertThat(text).hasSizeLessThan(16 << 20);
        return text;
    }

    private static String html(String page) throws Exception {
        return read("Content-Type: text/html", page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<span style='color:red'>",
                "<b>",
                "<a href='https://a.test/'>",
                "<blockquote>",
                "<ul><li>",
                "<table><tr><td>",
                "<table><td><a href=x>",
                "<font>",
                "<p><i>",
                "<svg>",
                "<math><mi>",
                "<form>",
                "<select>",
                "<template>",
                "<button><b>",
                "<h1>",
                "<pre>",
                "<!--",
                "<![CDATA[",
                "<x:y z="
            })
    void aHundredThousandTagsWithinEachOther(String tag) throws Exception {
        html(tag.repeat(DEEP) + "x");
    }

    @Test
    void aMillionBoundariesOrCellsAreNotAllTaken() throws Exception {
        String head = "Content-Type: multipart/mixed; boundary=b";
        String told = "more parts than are read";
        assertThat(read(head, "--b\r\n\r\n".repeat(1_000_000))).contains(told);
        assertThat(read("Content-Type: multipart/mixed", "--b\r\n\r\n".repeat(DEEP)))
                .contains(told);
        assertThat(read(head, "--b\r\n\r\nx\r\n".repeat(100) + "--b--")).contains("x\n");
        html("<table><tr>" + "<td>x".repeat(1_000_000));
        read("Content-Type: text/plain", "x".repeat(LINE / 5));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<td>x",
                "<tr><td>1<td>2",
                "<th>a</th>",
                "<tr>",
                "<tbody><tr><td>y",
                "<td><table>",
                "<td><a href='http://a.test/'>l</a>"
            })
    void tenMegabytesOfTableCells(String cell) throws Exception {
        html("<table>" + cell.repeat(CELLS / cell.length()));
        html("<table><tr>" + cell.repeat(CELLS / cell.length()) + "</table>after");
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "word ",
                " ",
                ">",
                "> ",
                "https://a.test/ ",
                "http://.",
                "\t",
                "\u00e9",
                "+AOk-",
                "=?utf-8?q?x?= ",
                "<"
            })
    void aLineOfFiftyMegabytes(String piece) throws Exception {
        String line = piece.repeat(LINE / piece.length());
        read("Content-Type: text/plain; charset=utf-8; format=flowed", line);
        html(line);
    }

    @Tag("long")
    @Test
    void aLineOfFiftyMegabytesInEveryEncoding() throws Exception {
        String line = "x".repeat(LINE);
        for (String encoding : new String[] {"base64", "quoted-printable", "uuencode", "8bit"}) {
            read("Content-Transfer-Encoding: " + encoding, line);
        }
        read("Content-Type: text/plain; charset=utf-7", "+".repeat(LINE));
        read("Content-Type: multipart/mixed; boundary=b", "--b" + line);
        read("Content-Type: multipart/mixed; boundary=b", "--b\r\n\r\n".repeat(DEEP));
        read("Content-Type: text/plain; x=" + line, "y");
        read("Content-Type: message/rfc822", "Content-Type: message/rfc822\r\n\r\n".repeat(DEEP));
    }

    @Tag("long")
    @Test
    void marksStyleAndLinksWithoutEnd() throws Exception {
        html("x" + "\u00cc\u0081".repeat(CELLS / 2));
        html("<div style='" + "display:".repeat(CELLS / 8) + "'>x");
        html("<div style='background:url(" + " ".repeat(CELLS) + "'>x");
        html("<a href='http://" + "a.".repeat(CELLS / 2) + "'>http://" + "b.".repeat(CELLS / 2));
        html("<img alt='" + "y ".repeat(CELLS / 2) + "' src='http://" + "z".repeat(CELLS) + "'>");
        html("&#x1F600;".repeat(CELLS / 9) + "&lt".repeat(CELLS / 3));
    }
}
