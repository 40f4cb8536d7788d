package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.text.SafeText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/// `--wire`: the dialogue beside the data.
class WireTest {
    private static final String PLAIN =
            Base64.getEncoder()
                    .encodeToString("\0al@a.test\0secret".getBytes(StandardCharsets.UTF_8));

    @TempDir private Path home;

    @Test
    void imapAndSubmissionAreShownBesideTheData() {
        try (var site = new MailSite(home)) {
            var sent = site.mail("send", "--wire", "--to", "al@a.test", "--body", "one\n.\ntwo");
            assertThat(sent.exitCode()).isZero();
            assertThat(sent.err())
                    .contains("S: 220 ")
                    .contains("C: EHLO [127.0.0.1]\n")
                    .contains("C: MAIL FROM:<al@a.test>")
                    .contains("C: RCPT TO:<al@a.test>\nS: 250 ")
                    .contains("C: DATA\nS: 354 ")
                    .contains("C: one\nC: ..\nC: two\n")
                    .contains("C: .\nS: 250 ")
                    .contains(" APPEND Sent ")
                    .doesNotContain("secret")
                    .doesNotContain(PLAIN)
                    .doesNotContain("\u001b")
                    .doesNotContain("DEBUG");
            for (int i = 0; i < 2; i++) { // also when the list is in step already
                var listed = site.mail("ls", "--wire", "--json");
                assertThat(listed.out()).startsWith("[{").doesNotContain("C: ");
                assertThat(listed.err())
                        .contains("S: * OK ")
                        .containsPattern(
                                "C: [A-Z]+\\d (LOGIN al@a.test|AUTHENTICATE PLAIN) \\*\\*\\*\n")
                        .contains(" INBOX\n")
                        .containsPattern("S: [A-Z]+\\d OK ")
                        .doesNotContain("secret");
            }
        }
    }

    @Test
    void theDialogueInsideTlsIsShownToo() {
        try (var site = new MailSite(home)) {
            var listed =
                    site.bare(
                            "secret\n",
                            "folders",
                            "--wire",
                            "--password-stdin",
                            "--tls",
                            "implicit",
                            "--user",
                            MailSite.USER,
                            "--imap",
                            site.imaps());
            assertThat(listed.exitCode()).isZero();
            assertThat(listed.err())
                    .containsPattern("C: [A-Z]+\\d LIST ")
                    .doesNotContain("secret")
                    .doesNotContain(PLAIN);
        }
    }

    @Test
    void popIsShownToo() {
        try (var site = new MailSite(home)) {
            site.deliver("Subject: one\n\nx\n");
            var drop = home.resolve("drop");
            var fetched = site.mail("pop", "--wire", "--mbox", drop.toString());
            assertThat(fetched.err())
                    .contains("S: +OK")
                    .contains("C: AUTH PLAIN ***\n")
                    .contains("C: RETR 1\n")
                    .contains("C: QUIT\n")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aServerDrivesNoTerminalAndARefusalIsShown() throws IOException {
        try (var server =
                new ScriptedServer(
                        "220 a\u001b[2Jb\u202e",
                        Map.of(
                                "EHLO",
                                "250-scripted\r\n250 AUTH LOGIN",
                                "AUTH LOGIN",
                                "334 VXNlcm5hbWU6",
                                Base64.getEncoder()
                                        .encodeToString(
                                                "al@a.test".getBytes(StandardCharsets.UTF_8)),
                                "334 UGFzc3dvcmQ6",
                                Base64.getEncoder()
                                        .encodeToString("secret".getBytes(StandardCharsets.UTF_8)),
                                "535 5.7.8 wrong"))) {
            try (var site = new MailSite(home)) {
                var sent =
                        site.bare(
                                "secret\n",
                                "send",
                                "--wire",
                                "--no-copy",
                                "--password-stdin",
                                "--to",
                                "bo@b.test",
                                "--body",
                                "x",
                                "--user",
                                MailSite.USER,
                                "--smtp",
                                server.address());
                assertThat(sent.exitCode()).isEqualTo(77);
                assertThat(sent.err())
                        .contains(
                                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ***\n"
                                        + "S: 334 UGFzc3dvcmQ6\nC: ***\nS: 535 5.7.8 wrong\n")
                        .doesNotContain("c2VjcmV0");
                assertThat(sent.err().replace("\n", "").codePoints().filter(SafeText::dangerous))
                        .isEmpty();
            }
        }
    }
}
