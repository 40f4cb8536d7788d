package dev.jebi.useragent.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.MailCharset;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/// What a person sees of a message.
class ReadingTest {
    @BeforeAll
    static void lenient() {
        MessageReading.readBrokenMail();
    }

    private static MessageReading read(String message) throws MessagingException, IOException {
        return MessageReading.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String html(String page) throws MessagingException, IOException {
        return read("Content-Type: text/html; charset=utf-8\n\n" + page).lines(60).plain();
    }

    @Test
    void blocksStandOnLinesOfTheirOwn() throws Exception {
        assertThat(html("<style>x{}</style><h1>Hi</h1><p>one<br>two</p><script>bad()</script>"))
                .isEqualTo("Hi\n\none\ntwo\n");
        assertThat(html("<ul><li>a<ul><li>deep</ul><li>b</ul><ol><li>x<li>y</ol>"))
                .isEqualTo("• a\n  ◦ deep\n• b\n\n1. x\n2. y\n");
        assertThat(html("<pre>k  k\n  l</pre>")).isEqualTo("k  k\n  l\n");
        assertThat(html("a<blockquote>b<blockquote>c</blockquote></blockquote>d"))
                .isEqualTo("a\n\n> b\n\n>> c\n\nd\n".replace("> b\n\n>>", "> b\n>\n>>"));
    }

    @Test
    void linksAreNumberedAndFalseOnesTold() throws Exception {
        assertThat(
                        html(
                                "<a href='https://a.test/x'>there</a> <a href='https://a.test/x'>"
                                        + "again</a> <a href='javascript:x'>no</a>"
                                        + " <a href='https://evil.test/'>https://bank.test/</a>"))
                .startsWith("there [1] again [1] no https://bank.test/ [2] [leads to")
                .contains("[1] https://a.test/x\n[2] https://evil.test/\n");
    }

    @Test
    void picturesAreCountedAndNotFetched() throws Exception {
        assertThat(
                        html(
                                "x<img src='http://t.test/1.gif' width=1 height=1><img"
                                    + " src='https://t.test/b.png' alt='Logo'><img src='cid:a'><div"
                                    + " style='background:url(//t.test/z)'>y"))
                .contains("[Logo]")
                .contains("(3 remote pictures, 1 tracker, not fetched)");
    }

    @Test
    void whatTheAuthorHidStaysHidden() throws Exception {
        assertThat(
                        html(
                                "<div style='display: none'>pre</div><p>seen</p><span"
                                        + " hidden>x</span><div"
                                        + " style='max-height:0px;overflow:hidden'>y</div>"))
                .isEqualTo("seen\n");
    }

    @Test
    void tablesOfDataKeepTheirColumns() throws Exception {
        assertThat(
                        html(
                                "<table><tr><th>Item<th>Price<tr><td>사과<td>1,200<tr><td>Pear<td>900"
                                        + "</table>"))
                .isEqualTo("Item  Price\n───────────\n사과  1,200\nPear    900\n");
        assertThat(html("<table role=presentation><tr><td><p>a</p><td><p>b</p></table>"))
                .isEqualTo("a\n\nb\n");
    }

    @Test
    void longLinesAreWrappedAlsoBetweenHangul() {
        assertThat(Columns.wrap("aaa bbb ccc", 7)).containsExactly("aaa bbb", "ccc");
        assertThat(Columns.wrap("가나다라마", 5)).containsExactly("가나", "다라", "마");
        assertThat(Columns.wrap("abcdefgh", 3)).containsExactly("abc", "def", "gh");
        assertThat(Columns.wrap("", 5)).containsExactly("");
        assertThat(Columns.fit("한글입니다", 5)).isEqualTo("한글…");
        assertThat(Columns.fit("한글", 6)).isEqualTo("한글  ");
        assertThat(Columns.width("e\u0301😀한")).isEqualTo(5);
    }

    @Test
    void nothingThatDrivesATerminalPasses() {
        assertThat(SafeText.line("a\u001b[2Jb\rc\nd\te\u202ef\u2066\u009b\u0007"))
                .isEqualTo("a\uFFFD[2Jbc d e\uFFFDf\uFFFD\uFFFD\uFFFD");
        assertThat(SafeText.lines("a\r\nb\tc\u0000")).isEqualTo("a\nb\tc\uFFFD");
        assertThat(SafeText.line("a\u200b\u00ad\ufe0fb\u00a0c")).isEqualTo("ab c");
        assertThat(SafeText.line("\u1112\u1161\u11ab")).isEqualTo("한");
        assertThat(SafeText.line("🇰🇷")).isEqualTo("KR");
        assertThat(SafeText.line("a" + "\u0301".repeat(50)).length()).isLessThan(8);
    }

    @Test
    void koreanIsReadInEveryCharsetThatMailCallsIt() {
        byte[] korean = "똠방각하 뷁".getBytes(Charset.forName("x-windows-949"));
        for (String name : new String[] {"ks_c_5601-1987", "euc-kr", "CP949", "korean", "uhc"}) {
            assertThat(MailCharset.decode(korean, name)).as(name).isEqualTo("똠방각하 뷁");
        }
        byte[] iso = "한글".getBytes(Charset.forName("ISO-2022-KR"));
        assertThat(MailCharset.decode(iso, "iso-2022-kr")).isEqualTo("한글");
        assertThat(MailCharset.decode(korean, null)).isEqualTo("똠방각하 뷁");
        assertThat(MailCharset.decode("한글".getBytes(StandardCharsets.UTF_8), "us-ascii"))
                .isEqualTo("한글");
        assertThat(MailCharset.decode("café".getBytes(StandardCharsets.ISO_8859_1), "x-nonsense"))
                .isEqualTo("café");
        byte[] utf7 = "Hi +2D3eAA- +-1 +AOk".getBytes(StandardCharsets.US_ASCII);
        assertThat(MailCharset.decode(utf7, "utf-7")).isEqualTo("Hi 😀 +1 é");
    }

    @Test
    void flowingParagraphsArePutTogether() throws Exception {
        String text =
                "Content-Type: text/plain; format=flowed\n\n"
                        + "one \ntwo\n> a \n> b\n-- \nsig \nnature\n";
        assertThat(read(text).lines(60).plain()).isEqualTo("one two\n> a b\n--\nsig nature\n");
    }

    @Test
    void longQuotesAreFolded() throws Exception {
        var lines = read("Content-Type: text/plain\n\na\n" + "> q\n".repeat(9) + "b\n").lines(60);
        assertThat(lines.folded().stream().map(Line::plain))
                .containsExactly("a", "> q", "> ▸ 8 more quoted lines", "b");
    }

    @Test
    void thePlainTextIsTakenUnlessItOnlyPointsAtTheHtml() throws Exception {
        String head = "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n";
        String html = "\n--b\nContent-Type: text/html\n\n<p>rich " + "x ".repeat(900) + "\n--b--\n";
        assertThat(read(head + "See the HTML." + html).lines(60).plain()).startsWith("rich");
        assertThat(read(head + "y ".repeat(100) + html).lines(60).plain()).startsWith("y");
    }

    /// RFC 2046 §5.2.1 does not allow it, and there are senders that do it.
    @Test
    void aMessageInBase64WithinAMessageIsRead() throws Exception {
        String inner = "Subject: spring\r\n\r\nThe swallow is here.\r\n";
        byte[] octets = inner.getBytes(StandardCharsets.US_ASCII);
        var reading =
                read(
                        "MIME-Version: 1.0\nContent-Type: message/rfc822\n"
                                + "Content-Transfer-Encoding: base64\n\n"
                                + Base64.getEncoder().encodeToString(octets)
                                + "\n");
        assertThat(reading.lines(60).plain()).contains("spring").contains("The swallow is here.");
    }

    @Test
    void aBrokenPartHidesNoOther() throws Exception {
        var reading =
                read(
                        "Content-Type: multipart/mixed; boundary=b\n\n"
                                + "--b\n\n"
                                + "first\n"
                                + "--b\n"
                                + "Content-Type: ;;;\n"
                                + "Content-Transfer-Encoding: base64\n\n"
                                + "@@@\n"
                                + "--b\n"
                                + "Content-Type: image/png; name=\"../a\u001b.png\"\n\n"
                                + "x\n"
                                + "--b--\n");
        assertThat(reading.lines(60).plain()).startsWith("first\n");
        assertThat(reading.attachments()).hasSize(1);
        assertThat(reading.attachments().getFirst().name()).doesNotContain("\u001b");
    }

    @Test
    void hostileHtmlTakesBoundedTime() throws Exception {
        long begun = System.nanoTime();
        html("<div>".repeat(100_000));
        html("<table><tr><td>".repeat(5_000));
        html("<blockquote>".repeat(20_000) + "x");
        html("<a href=x>".repeat(50_000));
        assertThat(html("<p>x".repeat(100_000))).contains("more than is shown");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(2));
    }
}
