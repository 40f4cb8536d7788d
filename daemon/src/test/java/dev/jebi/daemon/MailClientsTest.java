package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// getmail, imapflow and GNU SASL's own program, each through what people do with it. Each test
/// skips itself where the program is missing.
@Tag("clients")
class MailClientsTest {
    @TempDir private static Path folder;

    private static ClientSite site;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        site = ClientSite.open(folder.resolve("a"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        site.stop();
    }

    /// SCRAM-SHA-256-PLUS with a stranger's client and a stranger's TLS (GnuTLS): bound by
    /// tls-exporter (RFC 9266).
    @ParameterizedTest
    @CsvSource({"imap, --imap", "submission, --smtp"})
    void gnuSaslSignsInBoundToTheConnection(String listener, String protocol) throws Exception {
        Program gsasl = Program.installed("gsasl");
        String login = site.account("gsasl-" + listener);
        Program.Ran ran =
                gsasl.run(
                        "",
                        List.of(
                                "--connect=localhost:" + site.port(listener),
                                protocol,
                                "--mechanism=SCRAM-SHA-256-PLUS",
                                "--authentication-id=" + login,
                                "--password=secret",
                                "--x509-ca-file=" + site.certificate(),
                                "--verbose"));
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(ran.out()).contains("(TLS1.3)", "Client authentication finished");
    }

    /// It remembers by unique id what it has fetched, and deletes on a later run.
    @ParameterizedTest
    @CsvSource({"SimplePOP3SSLRetriever, @POP3S@", "SimpleIMAPSSLRetriever, @IMAPS@"})
    void getmailFetchesOnceAndDeletesLater(String retriever, String port) throws Exception {
        Program getmail = Program.installed("getmail");
        Program.installed("tee");
        String login = site.account(retriever.toLowerCase(Locale.ROOT));
        try (var far = site.far(login)) {
            far.put("INBOX", "one", "two");
            Path home = folder.resolve(retriever);
            Path rc = site.configuration("getmailrc", login, home);
            Files.writeString(
                    rc,
                    Files.readString(rc)
                            .replace("@RETRIEVER@", retriever)
                            .replace(
                                    "@PORT@",
                                    port.equals("@POP3S@")
                                            ? site.port("pop3s")
                                            : site.port("imaps")));
            var fetch = List.of("--getmaildir=" + home, "--rcfile=" + rc);
            assertThat(getmail.run("", fetch).out()).contains("2 messages");
            far.put("INBOX", "three");
            assertThat(getmail.run("", fetch).out()).contains("1 messages").contains("2 skipped");
            assertThat(Files.readString(home.resolve("mail")))
                    .contains("about one\n", "about two\n", "about three\n");
            assertThat(far.flags("INBOX")).hasSize(3);
            var delete = List.of("--getmaildir=" + home, "--rcfile=" + rc, "--delete");
            assertThat(getmail.run("", delete).exitCode()).isZero();
            far.awaitFlags("INBOX", Map.of());
        }
    }

    @Test
    void imapflowDoesItsWholeCycle() throws Exception {
        Program node = Program.installed("node");
        Path modules = imapflow();
        String login = site.account("imapflow");
        Program.Ran ran =
                node.script(
                        "cycle_imapflow.js",
                        modules.toString(),
                        site.port("imaps"),
                        login,
                        "secret");
        assertThat(ran.out()).isEqualTo("done\n");
    }

    /// The directory that imapflow is in: npm's own, or one that it is now fetched into.
    private static Path imapflow() throws IOException, InterruptedException {
        Program npm = Program.installed("npm");
        var own =
                Path.of(
                        npm.run("", List.of("root", "-g"))
                                .out()
                                .strip()
                                .lines()
                                .toList()
                                .getLast());
        if (Files.isDirectory(own.resolve("imapflow"))) {
            return own;
        }
        Path fetched = folder.resolve("npm");
        Program.Ran ran =
                npm.run(
                        "",
                        List.of(
                                "install",
                                "--prefix",
                                fetched.toString(),
                                "--no-audit",
                                "--no-fund",
                                "imapflow"));
        Program.assume(ran.exitCode() == 0, "npm cannot fetch imapflow: " + ran.out());
        return fetched.resolve("node_modules");
    }
}
