package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.text.SafeText;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The verbs against a mail server of others.
class VerbsTest {
    @TempDir private Path home;

    private MailSite site;

    @BeforeEach
    void start() {
        site = new MailSite(home);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void whatIsSentIsListedAndRead() throws Exception {
        var sent =
                site.mailWith(
                        "첫째 줄\nsecond line\n",
                        "send",
                        "--json",
                        "--to",
                        "김철수 <al@a.test>",
                        "--subject",
                        "제비 한 마리가 여름을 만들지는 않는다 ".repeat(6).strip(),
                        "--from",
                        "Al Ba <al@a.test>");
        assertThat(sent.err()).isEmpty();
        assertThat(sent.exitCode()).isZero();
        assertThat(sent.out())
                .containsPattern(
                        "\"state\":\"sent\",\"message-id\":\"<[^\"]+@a.test>\","
                                + "\"accepted\":\\[\"al@a.test\"],"
                                + "\"refused\":\\[],\"copied\":true}");
        assertThat(site.server().waitForIncomingEmail(60_000, 1)).isTrue();
        var listed = site.mail("ls", "--json");
        assertThat(listed.out())
                .contains("\"ref\":\"INBOX:1\"")
                .contains("\"from\":{\"name\":\"Al Ba\",\"address\":\"al@a.test\"}")
                .contains("\"subject\":\"" + "제비 한 마리가 여름을 만들지는 않는다 ".repeat(6).strip());
        var read = site.mail("read", "INBOX:1");
        assertThat(read.out())
                .contains("To: 김철수 <al@a.test>\n")
                .contains("\n\n첫째 줄\nsecond line\n");
        assertThat(site.mail("ls", "Sent").out()).contains("Sent:1").contains("Al Ba");
    }

    @Test
    void anEmptyMailboxListsNothing() {
        assertThat(site.mail("ls")).isEqualTo(new MailSite.Ended(0, "", ""));
        assertThat(site.mail("ls", "--json")).isEqualTo(new MailSite.Ended(0, "[]\n", ""));
    }

    @Test
    void aSearchFindsKoreanAndPhrases() {
        site.deliver("From: kim@b.test\nSubject: =?UTF-8?B?7ZqM7J2Y66Gd?= one\n\nx\n");
        site.deliver("From: lee@b.test\nSubject: two words here\n\ny\n");
        assertThat(site.mail("ls", "--search", "subject:회의록").out())
                .contains("회의록 one")
                .doesNotContain("two words");
        assertThat(site.mail("ls", "--search", "subject:\"two words\"").out())
                .contains("two words here")
                .doesNotContain("회의록");
        assertThat(site.mail("ls", "--limit", "1").out()).contains("INBOX:2").hasLineCount(1);
    }

    @Test
    void flagsAreSetAndClearedWithOptionsAnywhere() {
        site.deliver("Subject: x\n\ny\n");
        assertThat(site.mail("flag", "INBOX:1", "+seen", "+flagged", "--json").out())
                .contains("\"ref\":\"INBOX:1\"")
                .contains("\"seen\"")
                .contains("\"flagged\"");
        var cleared = site.mail("flag", "--json", "1", "-seen", "-h", "-Vip", "+answered");
        assertThat(cleared.err()).isEmpty();
        assertThat(cleared.out()).contains("answered").contains("flagged").doesNotContain("seen");
        assertThat(site.mail("flag", "-flagged", "INBOX:1").out())
                .contains("INBOX:1")
                .doesNotContain("flagged");
    }

    @Test
    void aMarkOfDeletionSurvivesOtherCommands() {
        site.deliver("Subject: one\n\nx\n");
        site.deliver("Subject: two\n\ny\n");
        assertThat(site.mail("flag", "INBOX:1", "+deleted").exitCode()).isZero();
        assertThat(site.mail("read", "INBOX:2").exitCode()).isZero();
        assertThat(site.mail("flag", "INBOX:2", "+flagged").exitCode()).isZero();
        assertThat(site.mail("ls").out()).contains("one").contains("two");
    }

    @Test
    void messagesAreMovedAndRemoved() {
        site.deliver("Subject: one\n\nx\n");
        site.deliver("Subject: two\n\ny\n");
        assertThat(site.mailWith("x", "send", "--to", "al@a.test", "--no-copy").exitCode())
                .isZero();
        var there = site.mail("mv", "INBOX:1", "Elsewhere");
        assertThat(there.exitCode()).isEqualTo(66);
        assertThat(site.mail("rm", "--expunge", "--json", "INBOX:1").out())
                .isEqualTo("{\"trashed\":[],\"removed\":[\"INBOX:1\"]}\n");
        assertThat(site.mail("ls").out()).doesNotContain("one").contains("two");
        assertThat(site.mail("rm", "INBOX:2").out()).isEqualTo("Trash:1\n");
    }

    @Test
    void aMessageGoesToAnotherMailboxWithANewId() throws Exception {
        site.deliver("Subject: one\n\nx\n");
        assertThat(site.mailWith("x", "send", "--to", "al@a.test").exitCode()).isZero();
        var moved = site.mail("mv", "INBOX:1", "Sent", "--json");
        assertThat(moved.err()).isEmpty();
        assertThat(moved.out()).contains("\"from\":\"INBOX:1\",\"ref\":\"Sent:2\"");
        assertThat(site.mail("folders", "--json").out())
                .contains("\"name\":\"Sent\",\"use\":\"sent\",\"messages\":2");
        assertThat(site.mail("folders").out()).contains("INBOX").contains("unseen  inbox");
    }

    @Test
    void quotaIsShownOrThatThereIsNoLimit() {
        site.server().setQuotaSupported(true);
        assertThat(site.mail("quota").out()).isEqualTo("no limit\n");
        assertThat(site.mail("quota", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void nothingThatDrivesATerminalComesOut() {
        site.deliver(
                "From: \"evil \u001b]0;pwned\u0007\u202e\" <a@b.test>\n"
                        + "Subject: a\u001b[2Jb\u009bc\n\ntext \u001b[31mred\u202etxt\u0085\n");
        for (String[] verb :
                new String[][] {
                    {"ls"},
                    {"ls", "--json"},
                    {"read", "INBOX:1"},
                    {"read", "--headers", "INBOX:1"},
                    {"read", "--json", "INBOX:1"}
                }) {
            var shown = site.mail(verb);
            assertThat(shown.exitCode()).isZero();
            assertThat(shown.out().replace("\n", "").codePoints().filter(SafeText::dangerous))
                    .as(String.join(" ", verb))
                    .isEmpty();
        }
    }

    @Test
    void koreanCharsetsAreReadAndBrokenPartsAreTold() {
        site.deliver(
                ("From: a@b.test\r\nSubject: =?ks_c_5601-1987?B?yLjAxw==?=\r\nMIME-Version: 1.0\r\n"
                                + "Content-Type: text/plain; charset=\"euc-kr\"\r\n"
                                + "Content-Transfer-Encoding: 8bit\r\n\r\n안녕하세요 똠방각하\r\n")
                        .getBytes(Charset.forName("x-windows-949")));
        assertThat(site.mail("read", "INBOX:1").out())
                .contains("Subject: 회의\n")
                .contains("안녕하세요 똠방각하");
        site.deliver(
                "Subject: broken\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\n"
                        + "no boundary at all\n");
        site.deliver(
                "Subject: broken\nMIME-Version: 1.0\nContent-Type: text/plain; charset=nonsense-9\n"
                        + "Content-Transfer-Encoding: x-none\n\nstill here\n");
        site.deliver(
                "Subject: =?UTF-8?B?7ZqM7J2?= =?UTF-8?Q?=98=EB=A1=9D?=\nContent-Type: ;;;\n\nq\n");
        for (int uid = 2; uid <= 4; uid++) {
            var read = site.mail("read", "INBOX:" + uid);
            assertThat(read.err()).as("message " + uid).isEmpty();
            assertThat(read.exitCode()).isZero();
        }
        assertThat(site.mail("read", "INBOX:3").out()).contains("still here");
    }

    @Test
    void attachmentsGoAndComeWithTheirKoreanNames() throws IOException {
        Path file = Files.writeString(home.resolve("회의록 최종본.txt"), "line\nwith LF\n");
        Path target = home.resolve("saved");
        var sent =
                site.mail(
                        "send",
                        "--to",
                        "al@a.test",
                        "--body",
                        "see there",
                        "--attach",
                        file.toString());
        assertThat(sent.exitCode()).isZero();
        var raw = site.mail("read", "--raw", "INBOX:1").out();
        assertThat(raw)
                .contains("filename*=UTF-8''%ED%9A%8C")
                .containsPattern(Pattern.compile("name=\"=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]+\\?=\""))
                .contains("see there");
        for (int i = 0; i < 2; i++) {
            var read =
                    site.mail("read", "INBOX:1", "--json", "--save-attachments", target.toString());
            assertThat(read.out()).contains("\"name\":\"회의록 최종본.txt\"").contains("\"file\"");
        }
        assertThat(target.resolve("회의록 최종본.txt")).hasSameBinaryContentAs(file);
        assertThat(target.resolve("회의록 최종본-2.txt")).hasSameBinaryContentAs(file);
    }
}
