package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Programs of others against a real server: curl, Python, fetchmail, msmtp, mpop, swaks and
/// telnet. Each test skips itself where the program is not installed; `mvn -Plong verify` runs
/// them.
@Tag("clients")
class OtherClientsTest {
    private static final String ANN = "ann@a.test";
    private static final String CONTENT =
            "From: ann@a.test\r\nSubject: by hand\r\n\r\n.a dot\r\nthe end\r\n";

    @TempDir private static Path folder;

    private static JebiProcess jebi;
    private static JebiProcess other;

    private String login = "";

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jebi = JebiProcess.serve(folder.resolve("a"), "hostname=a.test").withAccount(ANN);
        other = JebiProcess.serve(folder.resolve("b"), "hostname=b.test").withAccount("bo@b.test");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(jebi.stop()).as("exit code after SIGTERM").isZero();
        assertThat(other.stop()).as("exit code after SIGTERM").isZero();
    }

    /// Each test has a mailbox of its own.
    @BeforeEach
    void account(TestInfo test) throws IOException, InterruptedException {
        login = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        login += Integer.toHexString(test.getDisplayName().hashCode()) + "@a.test";
        jebi.admin("secret\n", "account", "add", login, "--password-stdin", "--quota", "50M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"submission --ssl-reqd", "submission", "submissions", "smtp"})
    void curlSends(String how) throws Exception {
        String listener = how.split(" ")[0];
        var options = new ArrayList<String>();
        if (how.endsWith("reqd")) {
            options.add("--ssl-reqd");
        }
        if (!listener.equals("smtp")) {
            options.addAll(List.of("--user", ANN + ":secret"));
        }
        String scheme = listener.equals("submissions") ? "smtps" : "smtp";
        options.addAll(List.of("--mail-from", ANN, "--mail-rcpt", login, "--upload-file", "-"));
        Program.Ran sent = curl(CONTENT, scheme, listener, "/me.test", options);
        assertThat(sent.exitCode()).as(sent.out()).isZero();
        awaitInInbox(jebi, login, "\r\n\r\n.a dot\r\nthe end\r\n");
    }

    @Test
    void curlIsToldWhatWillNotDo() throws Exception {
        Program.Ran wrong =
                curl(
                        CONTENT,
                        "smtps",
                        "submissions",
                        "",
                        List.of("-u", ANN + ":wrong", "--mail-from", ANN, "-T", "-"));
        assertThat(wrong.exitCode()).as("login denied").isEqualTo(67);
        Program.Ran nobody =
                curl(
                        CONTENT,
                        "smtp",
                        "smtp",
                        "",
                        List.of("--mail-from", ANN, "--mail-rcpt", "nobody@a.test", "-T", "-"));
        assertThat(nobody.exitCode()).as("no recipient").isEqualTo(55);
        assertThat(nobody.out()).contains("550");
        assertThat(curl("", "smtp", "smtp", "", List.of("-X", "HELP")).out()).contains("RCPT TO:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "imap --ssl-reqd", "imaps"})
    void curlKeepsMailByImap(String how) throws Exception {
        assertThat(imap(how, "/").out()).contains("INBOX").contains("\\Sent");
        assertThat(upload(how, CONTENT).exitCode()).isZero();
        assertThat(imap(how, "/INBOX;UID=1").out()).isEqualTo(CONTENT);
        assertThat(imap(how, "/INBOX;MAILINDEX=1;SECTION=HEADER.FIELDS%20(SUBJECT)").out())
                .isEqualTo("Subject: by hand\r\n\r\n");
        assertThat(imap(how, "/INBOX;UID=1;SECTION=TEXT;PARTIAL=0.6").out()).isEqualTo(".a dot");
        assertThat(imap(how, "/INBOX?SUBJECT%20hand").out()).contains("* SEARCH 1");
        assertThat(imap(how, "/", "-X", "CREATE nest").exitCode()).isZero();
        assertThat(imap(how, "/INBOX", "-X", "UID COPY 1 nest").exitCode()).isZero();
        assertThat(imap(how, "/", "-X", "STATUS nest (MESSAGES)").out()).contains("(MESSAGES 1)");
        assertThat(imap(how, "/nest", "-X", "STORE 1 +FLAGS (\\Flagged)").out())
                .contains("\\Flagged");
        assertThat(imap(how, "/nest", "-X", "UID MOVE 1 Archive").out())
                .contains("* OK [COPYUID ", "* 1 EXPUNGE");
        assertThat(imap(how, "/Archive;UID=1").out()).isEqualTo(CONTENT);
        assertThat(imap(how, "/INBOX", "-X", "STORE 1 +FLAGS (\\Deleted)").out())
                .contains("\\Deleted");
        assertThat(imap(how, "/INBOX", "-X", "EXPUNGE").out()).contains("* 1 EXPUNGE");
        assertThat(imap(how, "/INBOX;UID=1").exitCode()).isNotZero();
    }

    /// From a file: to append, curl must know how much it is.
    private Program.Ran upload(String how, String content) throws Exception {
        Path file = folder.resolve("content");
        Files.writeString(file, content);
        return imap(how, "/INBOX", "-T", file.toString());
    }

    private Program.Ran imap(String how, String path, String... options) throws Exception {
        String listener = how.split(" ")[0];
        var all = new ArrayList<>(List.of("--user", login + ":secret"));
        if (how.endsWith("reqd")) {
            all.add("--ssl-reqd");
        }
        all.addAll(List.of(options));
        return curl("", listener, listener, path, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pop3", "pop3 --ssl-reqd", "pop3s"})
    void curlReadsByPop3(String how) throws Exception {
        for (int i = 0; i < 2; i++) {
            upload("imaps", CONTENT);
        }
        int size = CONTENT.length();
        assertThat(pop3(how, "/").out()).isEqualTo("1 " + size + "\r\n2 " + size + "\r\n");
        assertThat(pop3(how, "/2").out()).isEqualTo(CONTENT);
        assertThat(pop3(how, "/", "-X", "UIDL").out().lines()).hasSize(2);
        assertThat(pop3(how, "/", "-X", "TOP 1 1").out())
                .isEqualTo(CONTENT.substring(0, CONTENT.indexOf("the end")));
        assertThat(pop3(how, "/1", "-X", "DELE", "-I").exitCode()).isZero();
        assertThat(pop3(how, "/").out()).isEqualTo("1 " + size + "\r\n");
        assertThat(pop3(how, "/9").exitCode()).isNotZero();
    }

    private Program.Ran pop3(String how, String path, String... options) throws Exception {
        String listener = how.split(" ")[0];
        var all = new ArrayList<>(List.of("--user", login + ":secret"));
        if (how.endsWith("reqd")) {
            all.add("--ssl-reqd");
        }
        all.addAll(List.of(options));
        return curl("", listener, listener, path, all);
    }

    private static Program.Ran curl(
            String input, String scheme, String listener, String path, List<String> options)
            throws Exception {
        Program curl = Program.installed("curl");
        var all = new ArrayList<>(List.of("-sS", "-k", "-m", "30"));
        all.addAll(options);
        all.add(scheme + "://127.0.0.1:" + port(listener) + path);
        return curl.run(input, all);
    }

    @Test
    void pythonSendsAndReadsByPop3() throws Exception {
        Program python = Program.installed("python3");
        Program.Ran sent =
                python.script(
                        "submit.py",
                        port("submission"),
                        port("submissions"),
                        port("smtp"),
                        ANN,
                        "secret",
                        login);
        assertThat(sent.out()).isEqualTo("done\n");
        awaitInInbox(jebi, login, "partly\r\n");
        Program.Ran read =
                python.script("read_pop3.py", port("pop3"), port("pop3s"), login, "secret");
        assertThat(read.out()).isEqualTo("done\n");
    }

    @Test
    void pythonKeepsMailByImap() throws Exception {
        Program python = Program.installed("python3");
        Program.Ran kept =
                python.script("keep_imap.py", port("imap"), port("imaps"), login, "secret");
        assertThat(kept.out()).isEqualTo("done\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pop3 sslproto ''",
                "pop3 sslproto 'tls1.2+'",
                "pop3s ssl",
                "imap sslproto ''",
                "imap sslproto 'tls1.2+'",
                "imaps ssl"
            })
    void fetchmailHandsOn(String how) throws Exception {
        Program fetchmail = Program.installed("fetchmail");
        for (String content : List.of(CONTENT, CONTENT.replace("hand", "mail"))) {
            List<String> envelope = List.of("--mail-from", ANN, "--mail-rcpt", login, "-T", "-");
            assertThat(curl(content, "smtp", "smtp", "", envelope).exitCode()).isZero();
        }
        awaitInInbox(jebi, login, "Subject: by mail\r\n");
        String listener = how.split(" ")[0];
        Path file = folder.resolve(login + ".mail");
        String kept = fetchmailrc(listener, how, "keep mda \"cat >> " + file + "\"");
        assertThat(fetchmail.run("", fetchmailOptions(kept)).exitCode()).isZero();
        assertThat(Files.readString(file))
                .contains("Subject: by hand\n")
                .contains("Subject: by mail\n")
                .contains("\n\n.a dot\nthe end\n");
        if (listener.startsWith("imap")) { // POP3 cannot tell what was seen
            assertThat(fetchmail.run("", fetchmailOptions(kept)).exitCode()).as("no mail").isOne();
        }
        String handed =
                fetchmailrc(
                        listener,
                        how,
                        "fetchall no keep smtphost 127.0.0.1/"
                                + other.at("smtp").getPort()
                                + " smtpname bo@b.test");
        assertThat(fetchmail.run("", fetchmailOptions(handed)).exitCode()).isZero();
        awaitInInbox(other, "bo@b.test", "\r\n\r\n.a dot\r\nthe end\r\n");
        assertThat(fetchmail.run("", fetchmailOptions(handed)).exitCode()).as("no mail").isOne();
    }

    private String fetchmailrc(String listener, String how, String then) throws IOException {
        Path file = folder.resolve("fetchmailrc");
        Files.writeString(
                file,
                String.format(
                        "poll 127.0.0.1 service %s proto %s no dns user '%s' password 'secret' %s"
                                + " no sslcertck %s%n",
                        port(listener),
                        listener.substring(0, 4),
                        login,
                        how.substring(how.indexOf(' ')),
                        then));
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private static List<String> fetchmailOptions(String file) {
        String ids = folder.resolve("fetchids").toString();
        String pid = folder.resolve("fetchmail.pid").toString();
        return List.of("--nodetach", "-f", file, "-i", ids, "--pidfile", pid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smtp",
                "smtp --pipeline",
                "submission --auth PLAIN",
                "submission --auth LOGIN",
                "submission --tls --auth PLAIN --pipeline",
                "submissions --tlsc --auth LOGIN"
            })
    void swaksSends(String how) throws Exception {
        Program swaks = Program.installed("swaks");
        var all = new ArrayList<>(List.of(how.split(" ")));
        all.set(0, "--server=127.0.0.1:" + port(how.split(" ")[0]));
        if (how.contains("--tls")) {
            Program.assume(
                    swaks.run("", List.of("--support")).out().contains("TLS"), "swaks has no TLS");
        }
        all.addAll(List.of("--from", ANN, "--to", login, "--h-Subject", "swaks"));
        all.addAll(List.of("--auth-user", ANN, "--auth-password", "secret", "--body", "-"));
        if (!how.contains("--auth ")) {
            all.subList(all.size() - 6, all.size() - 2).clear();
        }
        Program.Ran sent = swaks.run(".a dot\nthe end\n", all);
        assertThat(sent.exitCode()).as(sent.out()).isZero();
        awaitInInbox(jebi, login, "\r\n\r\n.a dot\r\nthe end\r\n");
    }

    /// Their SCRAM is GNU SASL's, their TLS GnuTLS's.
    @ParameterizedTest
    @ValueSource(strings = {"scram-sha-256", "plain", "login"})
    void msmtpSendsAndMpopReads(String mechanism) throws Exception {
        Program msmtp = Program.installed("msmtp");
        Program mpop = Program.installed("mpop");
        var options = new ArrayList<>(List.of("--file=/dev/null", "--host=127.0.0.1", "--tls=on"));
        options.addAll(List.of("--tls-certcheck=off", "--auth=" + mechanism));
        options.add("--passwordeval=echo secret");
        var sending = new ArrayList<>(options);
        sending.addAll(List.of("--port=" + port("submission"), "--user=" + ANN, "--from=" + ANN));
        sending.add(login);
        Program.Ran sent = msmtp.run(CONTENT.replace("\r", ""), sending);
        assertThat(sent.exitCode()).as(sent.out()).isZero();
        awaitInInbox(jebi, login, "\r\n\r\n.a dot\r\nthe end\r\n");
        Path file = folder.resolve(login + ".mbox");
        options.addAll(List.of("--port=" + port("pop3"), "--user=" + login, "--keep=off"));
        options.addAll(List.of("--delivery=mbox," + file, "--uidls-file=" + file + ".uidls"));
        Program.Ran read = mpop.run("", options);
        assertThat(read.exitCode()).as(read.out()).isZero();
        assertThat(Files.readString(file)).contains("\n\n.a dot\nthe end\n");
        assertThat(inbox(jebi, login)).as("deleted").doesNotContain("a dot");
    }

    /// What the README says to type.
    @Test
    void aPersonTypesIntoTelnet() throws Exception {
        Program telnet = Program.installed("telnet");
        try (var smtp = telnet.typing("127.0.0.1", port("smtp"))) {
            assertThat(smtp.until("ESMTP Jebi")).contains("220 a.test");
            assertThat(smtp.typed("HELO me", "250 ")).contains("250 a.test");
            smtp.typed("MAIL FROM:<me@a.test>", "250 2.1.0");
            smtp.typed("RCPT TO:<" + login + ">", "250 2.1.5");
            smtp.typed("DATA", "354 ");
            smtp.type("Subject: hello");
            smtp.type("");
            smtp.type("Do swallows carry letters?");
            smtp.typed(".", "250 2.0.0");
            smtp.typed("QUIT", "221 2.0.0");
        }
        awaitInInbox(jebi, login, "Subject: hello\r\n\r\nDo swallows carry letters?\r\n");
        try (var pop3 = telnet.typing("127.0.0.1", port("pop3"))) {
            pop3.until("+OK a.test POP3 Jebi ready");
            pop3.typed("user " + login, "+OK");
            pop3.typed("pass secret", "+OK");
            assertThat(pop3.typed("retr 1", "\n.")).contains("Do swallows carry letters?");
            pop3.typed("quit", "+OK");
        }
        try (var imap = telnet.typing("127.0.0.1", port("imap"))) {
            imap.until("Jebi IMAP ready");
            imap.typed("a login " + login + " secret", "a OK");
            imap.typed("b select inbox", "b OK");
            assertThat(imap.typed("c fetch 1 body[text]", "c OK")).contains("swallows");
            imap.typed("d logout", "d OK");
        }
    }

    private static String port(String listener) {
        return Integer.toString(jebi.at(listener).getPort());
    }

    private static void awaitInInbox(JebiProcess server, String login, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(inbox(server, login)).contains(text));
    }

    private static String inbox(JebiProcess server, String login) throws IOException {
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            imap.send("a LOGIN " + login + " secret\r\nb EXAMINE INBOX\r\nc FETCH 1:* BODY.PEEK[]");
            var all = new StringBuilder();
            String line;
            do {
                line = imap.line();
                all.append(line).append("\r\n");
            } while (!line.startsWith("c "));
            return all.toString();
        }
    }
}
