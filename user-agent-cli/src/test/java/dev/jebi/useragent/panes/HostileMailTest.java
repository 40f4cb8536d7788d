package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.reading.MessageReading;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Nothing that a stranger or a server wrote drives the terminal, wherever it is shown. The screen
/// of these tests fails at the first octet that is not ours.
class HostileMailTest {
    /// All of C0, DEL, C1, and what turns writing around, with a letter after each.
    private static final String EVERYTHING = everything();

    private static final String SCREEN = "\u001b[2J\u001b]0;title\u0007\u009b31m\u202egnp.exe";

    @TempDir private Path folder;

    @BeforeAll
    static void readBrokenMail() {
        MessageReading.readBrokenMail();
    }

    private static String everything() {
        var all = new StringBuilder("x");
        for (int c = 0; c < 0xA0; c++) {
            if (c < 0x20 || c >= 0x7F) {
                all.append((char) c).append('y');
            }
        }
        for (int c : new int[] {0x61C, 0x200E, 0x200F, 0x2028, 0x2029}) {
            all.append((char) c).append('y');
        }
        for (int c = 0x202A; c <= 0x202E; c++) {
            all.append((char) c).append('y');
        }
        for (int c = 0x2066; c <= 0x2069; c++) {
            all.append((char) c).append('y');
        }
        return all.append(SCREEN).append("\ud800z").toString();
    }

    private static String word(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    private static byte[] message() {
        String text =
                "From: "
                        + word("Kim " + EVERYTHING)
                        + " <kim@a.test>\nTo: "
                        + word(SCREEN)
                        + " <al@a.test>\nCc: raw \u001b[31m\u009b1m <c\u001b]0;x\u0007@a.test>\n"
                        + "Reply-To: "
                        + word(EVERYTHING)
                        + " <r@a.test>\nDate: \u001b[5m Sun, 22 Nov 2026 17:00:00 +0900\nSubject: "
                        + word(EVERYTHING)
                        + "\nX-\u001b[7mOdd: \u001b[2J\u202e\n"
                        + "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                        + "Content-Type: text/plain; charset=utf-8\n\n"
                        + EVERYTHING.replace("\n", "").replace("\r", "")
                        + "\nthe end of the text\n--b\nContent-Type: text/html; charset=utf-8\n\n"
                        + "<p title='&#27;[2J'>&#27;[31m&#155;2J &#x202e;&#8296;"
                        + EVERYTHING
                        + "<a href='https://a.test/&#27;]8;;\u0007x'>li\u009bnk</a>"
                        + "<a href='java\u0001script:x'>no</a><img alt='&#27;c' src=cid:x>"
                        + "<table><tr><td>&#27;[1m<td>b<tr><td>c<td>&#155;d</table>"
                        + "the end of the page\n--b\n"
                        + "Content-Type: image/png; name=\""
                        + word(EVERYTHING)
                        + "\"\n"
                        + "Content-Disposition: attachment;"
                        + " filename*=utf-8''%1B%5B2J%E2%80%AEgnp.exe\n"
                        + "Content-Transfer-Encoding: base64\n\n"
                        + "eA==\n"
                        + "--b\n"
                        + "Content-Type: text/plain\n"
                        + "Content-Transfer-Encoding: \u001b[31mno such\n\n"
                        + "x\n"
                        + "--b--\n";
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private MemoryMail mail() {
        var mail = new MemoryMail(folder);
        var words =
                new Envelope.Words(
                        EVERYTHING + " <k@a.test>",
                        EVERYTHING,
                        SCREEN,
                        EVERYTHING,
                        "<" + SCREEN + "@x>",
                        SCREEN,
                        EVERYTHING,
                        SCREEN);
        Instant now = Instant.ofEpochSecond(1_790_000_000L);
        var ref = new MessageRef("INBOX", 900);
        mail.deliver(
                "INBOX",
                new Envelope(ref, 900, 900, List.of("\u001b[2J"), true, now, now, 10, words),
                message());
        var other = new MessageRef("Evil", 901);
        mail.deliver(
                "a/" + EVERYTHING,
                new Envelope(other, 901, 901, List.of(), true, now, now, 10, words),
                message());
        return mail;
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,50", "40,10"})
    void nothingDrivesTheTerminalWhereverItIsShown(int columns, int rows) throws Exception {
        var mail = mail();
        mail.quota(99, 100);
        var screen = new FakeScreen(columns, rows);
        var settings = RunningStage.settings(folder);
        try (var _ = RunningStage.mail(screen, mail, settings)) {
            screen.await("1/1").await("99 %").keys("<enter>").await("From: Kim").keys("G");
            screen.await("the end of the page").keys("H").await("From: Kim").keys("H", "W");
            screen.await("From: Kim").keys("W", "G").await("the end of the page");
            screen.keys("o").await("links").keys("<enter>").await("esc closes").keys("<esc>");
            screen.keys("S").await("save to").keys("<esc>", "q", "q", "B", "B");
            screen.keys(":").text("go evil").keys("<enter>", ":").text("go a/x").keys("<enter>");
            screen.await("1/1").keys(":").text("go inbox").keys("<enter>").await("INBOX");
            screen.keys("r").await("write ·").keys("<C-x>").await("look over").keys("p");
            screen.await("kept").keys("D").await("drafts").keys("<esc>");
            screen.keys("F").await("write ·").keys("<C-x>").await("look over").keys("p");
            screen.keys("<C-k>").await("find").text("go").keys("<down>", "<down>", "<esc>");
            screen.keys("M", "<tab>", "<tab>", "<esc>").text("zz").keys(":").text("\u202e\u009b");
            screen.keys("<enter>").await("there is no command");
        }
    }

    @Test
    void whatAServerSaysWhenItFailsDrivesNothing() throws Exception {
        var mail = mail();
        mail.trouble("NO [ALERT] " + EVERYTHING);
        var screen = new FakeScreen(200, 50);
        try (var _ = RunningStage.mail(screen, mail, RunningStage.settings(folder))) {
            screen.await("offline").await("NO [ALERT] x");
            screen.keys("d").await("NO [ALERT]").await("1/1").keys("*", "$").await("offline");
        }
    }

    @Test
    void plainLinesHaveNothingElseInThem() throws Exception {
        var mail = mail();
        var out = new StringWriter();
        String said =
                "list\n1\nreply\nanswer\n.\nn\nmailboxes\nopen a/x\nopen INBOX\nmove Nowhere\n";
        var in = new BufferedReader(new StringReader(said + "drafts\nsearch x\nquit\n"));
        var settings = RunningStage.settings(folder);
        new PlainLines(in, new PrintWriter(out), mail, settings, InstantSource.system()).run();
        assertThat(out.toString()).contains("the end of the page").contains("kept as the draft");
        Set<Integer> allowed = Set.of((int) '\n');
        assertThat(
                        out.toString()
                                .codePoints()
                                .filter(dev.jebi.useragent.text.SafeText::dangerous)
                                .filter(c -> !allowed.contains(c))
                                .mapToObj(Integer::toHexString))
                .isEmpty();
    }
}
