package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail` as a process, against a real server.
class UserAgentTest {
    private static final String USER = "al@a.test";

    @TempDir private static Path folder;

    private static JebiProcess jebi;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jebi = JebiProcess.serve(folder.resolve("store"), "hostname=a.test").withAccount(USER);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(jebi.stop()).as("exit code after SIGTERM").isZero();
    }

    private static JebiProcess.Ended mail(String in, String... arguments)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--user", USER, "--password-stdin"));
        all.addAll(List.of("--smtp", at("submission"), "--imap", at("imap"), "--pop3", at("pop3")));
        return JebiProcess.mail(folder.resolve("home"), "secret\n" + in, all);
    }

    private static String at(String listener) {
        InetSocketAddress address = jebi.at(listener);
        return "127.0.0.1:" + address.getPort();
    }

    private static String done(String in, String... arguments)
            throws IOException, InterruptedException {
        var ended = mail(in, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.err()).isZero();
        return ended.out();
    }

    @Test
    void aMessageGoesItsWholeWay() throws IOException, InterruptedException {
        done("제비 한 마리\nFrom here\n", "send", "--to", "알 <al@a.test>", "--subject", "봄 소식");
        Awaitility.await()
                .atMost(Duration.ofMinutes(5)) // each look starts a process
                .untilAsserted(() ->
                        assertThat(
                                        done(
                                                "",
                                                "ls",
                                                "--json",
                                                "--search",
                                                "subject:봄 since:2020-01-01"))
                                .contains("\"subject\":\"봄 소식\""));
        var listed = done("", "ls", "--json", "--search", "subject:봄");
        String ref = listed.replaceFirst("(?s).*\"ref\":\"(INBOX:\\d+)\".*", "$1");
        assertThat(done("", "read", ref)).contains("To: 알 <al@a.test>").contains("제비 한 마리");
        assertThat(done("", "flag", ref, "-seen", "+flagged", "--json"))
                .contains("\"flags\":[\"flagged\"]");
        assertThat(done("", "mv", ref, "Archive", "--json"))
                .contains("\"from\":\"" + ref + "\",\"ref\":\"Archive:1\"");
        assertThat(done("", "rm", "Archive:1", "--json")).contains("\"ref\":\"Trash:1\"");
        assertThat(done("", "rm", "Trash:1", "--json")).contains("\"removed\":[\"Trash:1\"]");
        assertThat(done("", "folders", "--json"))
                .contains("\"name\":\"Sent\",\"use\":\"sent\",\"messages\":1,\"unseen\":0");
        done("", "quota", "--json");
        assertThat(mail("", "read", ref).exitCode()).isEqualTo(66);
    }

    @Test
    void mailIsCutAndPasted() throws IOException, InterruptedException {
        Path mbox = folder.resolve("mail.mbox");
        done("x", "send", "--to", USER, "--subject", "swallow", "--tls", "starttls", "--no-copy");
        Awaitility.await()
                .atMost(Duration.ofMinutes(5)) // each look starts a process
                .untilAsserted(() ->
                        assertThat(done("", "pop", "--mbox", mbox.toString(), "--json"))
                                .contains("\"swallow\""));
        assertThat(Files.readString(mbox)).contains("\nSubject: swallow\n");
        assertThat(done("", "ls", "--json", "--search", "swallow")).isEqualTo("[]\n");
    }

    @Test
    void dialoguesByHandInPlainTextAndUnderTls() throws IOException, InterruptedException {
        for (var arguments :
                List.of(
                        List.of("raw", "smtp", at("smtp")),
                        List.of("raw", "smtp", at("submission"), "--tls", "starttls"),
                        List.of("raw", "smtp", at("submissions"), "--tls", "implicit"))) {
            var ended = JebiProcess.mail(folder.resolve("home"), "EHLO me.test\nQUIT\n", arguments);
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.out()).startsWith("220 a.test ").contains("\n221 ");
        }
        for (var arguments :
                List.of(
                        List.of("raw", "imap", at("imap")),
                        List.of("raw", "imap", at("imap"), "--tls", "starttls"),
                        List.of("raw", "imap", at("imaps"), "--tls", "implicit"))) {
            var ended =
                    JebiProcess.mail(folder.resolve("home"), "a CAPABILITY\nb LOGOUT\n", arguments);
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.out()).startsWith("* OK ").contains("\na OK ").contains("\nb OK ");
        }
        for (var arguments :
                List.of(
                        List.of("raw", "pop3", at("pop3"), "--tls", "starttls"),
                        List.of("raw", "pop3", at("pop3s"), "--tls", "implicit"))) {
            var ended = JebiProcess.mail(folder.resolve("home"), "CAPA\nQUIT\n", arguments);
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.out()).startsWith("+OK ").contains("\nUIDL\n");
        }
    }

    @Test
    void tlsBeginsWhereThePersonTypesIt() throws IOException, InterruptedException {
        String letter = "Subject: by hand\n\n.hidden\n.\n";
        var sent =
                JebiProcess.mail(
                        folder.resolve("home"),
                        "EHLO me.test\nSTARTTLS\nEHLO me.test\n"
                                + "AUTH PLAIN base64(\\0al@a.test\\0secret)\n"
                                + "MAIL FROM:<al@a.test>\nRCPT TO:<al@a.test>\nDATA\n"
                                + letter
                                + "QUIT\n",
                        List.of("raw", "smtp", at("submission")));
        assertThat(sent.out())
                .as(sent.err())
                .contains("\n235 ")
                .contains("\n354 ")
                .contains("\n221 ");
        var imap =
                JebiProcess.mail(
                        folder.resolve("home"),
                        "a STARTTLS\n"
                                + "b LOGIN al@a.test secret\n"
                                + "c SELECT INBOX\n"
                                + "d SEARCH SUBJECT \"by hand\"\n"
                                + "e FETCH * BODY.PEEK[TEXT]\n"
                                + "f LOGOUT\n",
                        List.of("raw", "imap", at("imap"), "--wire"));
        assertThat(imap.out()).contains("\nb OK ").contains("\n.hidden\n").contains("\nf OK ");
        assertThat(imap.err()).contains("C: b LOGIN al@a.test ***\n").doesNotContain("secret");
        var pop =
                JebiProcess.mail(
                        folder.resolve("home"),
                        "CAPA\nSTLS\nUSER al@a.test\nPASS secret\nSTAT\nQUIT\n",
                        List.of("raw", "pop3", at("pop3"), "--json"));
        assertThat(pop.out())
                .contains(
                        "{\"from\":\"you\",\"line\":\"PASS"
                                + " ***\"},{\"from\":\"server\",\"line\":\"+OK")
                .doesNotContain("secret");
    }

    @Test
    void aFullMailboxIsFoundByTheDoctor() throws IOException, InterruptedException {
        var added =
                jebi.admin(
                        "secret\n",
                        "account",
                        "add",
                        "full@a.test",
                        "--password-stdin",
                        "--messages",
                        "1");
        assertThat(added.exitCode()).as(added.err()).isZero();
        done("x", "send", "--to", "full@a.test", "--subject", "one", "--no-copy");
        var ended =
                JebiProcess.mail(
                        folder.resolve("home"),
                        "secret\n",
                        List.of(
                                "doctor",
                                "--user",
                                "full@a.test",
                                "--password-stdin",
                                "--imap",
                                at("imap"),
                                "--smtp",
                                at("submission")));
        assertThat(ended.out()).contains("FAIL quota  messages ").contains("ok   smtp");
        assertThat(ended.exitCode()).isEqualTo(73);
    }
}
