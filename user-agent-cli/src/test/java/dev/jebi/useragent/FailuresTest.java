package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// How commands fail: the exit code, one sentence, and with `--json` one document.
class FailuresTest {
    @TempDir private static Path home;

    private static MailSite site;

    @BeforeAll
    static void start() {
        site = new MailSite(home);
        site.deliver("Subject: one\n\nx\n");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static void failed(MailSite.Ended ended, int exitCode, String word) {
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith(
                        "{\"error\":{\"code\":\""
                                + word
                                + "\",\"exit\":"
                                + exitCode
                                + ",\"message\":\"")
                .doesNotContain("Exception:");
        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void badUsage() {
        failed(site.mail("ls", "--json", "--frobnicate"), 64, "usage");
        failed(site.mail("flag", "--json", "INBOX:1", "--frobnicate"), 64, "usage");
        failed(site.mail("flag", "--json", "INBOX:1"), 64, "usage");
        failed(site.mail("flag", "--json", "INBOX:1", ""), 64, "usage");
        failed(site.mail("read", "--json", "INBOX:x"), 64, "usage");
        failed(site.mail("read", "--json", "INBOX:4294967296"), 64, "usage");
        failed(site.mail("ls", "--json", "--limit", "many"), 64, "usage");
        failed(site.mail("ls", "--json", "--tls", "some"), 64, "usage");
        failed(site.mail("ls", "--json", "--search", "since:someday"), 64, "usage");
        failed(site.mail("send", "--json", "--body", "x"), 64, "usage");
        failed(site.mail("pop", "--json"), 64, "usage");
        failed(site.mail("raw", "--json", "http"), 64, "usage");
        failed(
                site.bare("", "ls", "--json", "--imap", site.imap(), "--password-stdin"),
                64,
                "usage");
        assertThat(site.bare("").exitCode()).isEqualTo(64);
        assertThat(site.bare("", "nonsense").exitCode()).isEqualTo(64);
        assertThat(site.bare("", "--help").exitCode()).isZero();
    }

    @Test
    void whatIsNotThere() {
        failed(site.mail("ls", "--json", "Nowhere"), 66, "not-found");
        failed(site.mail("read", "--json", "INBOX:99"), 66, "not-found");
        failed(site.mail("read", "--json", "Nowhere:1"), 66, "not-found");
        failed(site.mail("flag", "--json", "INBOX:99", "+seen"), 66, "not-found");
        failed(site.mail("mv", "--json", "INBOX:1", "Nowhere"), 66, "not-found");
        failed(site.mail("rm", "--json", "--expunge", "INBOX:99"), 66, "not-found");
        failed(
                site.mail("send", "--json", "--to", "al@a.test", "--attach", "/nonexistent"),
                65,
                "bad-data");
        failed(site.mail("send", "--json", "--to", "nobody", "--body", "x"), 65, "bad-data");
    }

    @Test
    void aServerThatDoesNotAnswer() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String nobody = "127.0.0.1:" + port;
        failed(stranger("ls", "--imap", nobody), 69, "unreachable");
        failed(stranger("pop", "--mbox", home + "/m", "--pop3", nobody), 69, "unreachable");
        failed(
                stranger("send", "--to", "b@b.test", "--body", "x", "--smtp", nobody),
                69,
                "unreachable");
        failed(stranger("raw", "imap", nobody), 69, "unreachable");
        failed(stranger("ls", "--imap", "no-such-host.invalid"), 69, "unreachable");
    }

    private static MailSite.Ended stranger(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of(arguments));
        all.addAll(java.util.List.of("--json", "--user", "al@a.test", "--password-stdin"));
        return site.bare("wrong\n", all.toArray(String[]::new));
    }

    @Test
    void aWrongPassword() throws IOException {
        failed(stranger("ls", "--imap", site.imap()), 77, "sign-in-refused");
        try (var server =
                new ScriptedServer(
                        "+OK scripted", Map.of("CAPA", "-ERR", "USER", "+OK", "PASS", "-ERR no"))) {
            failed(
                    stranger("pop", "--mbox", home + "/m", "--pop3", server.address()),
                    77,
                    "sign-in-refused");
        }
        failed(
                site.bare("", "ls", "--json", "--user", "a", "--imap", site.imap()),
                77,
                "no-password");
        failed(
                site.bare(
                        "",
                        "ls",
                        "--json",
                        "--user",
                        "a",
                        "--imap",
                        site.imap(),
                        "--password-command",
                        "exit 3"),
                77,
                "no-password");
    }

    @Test
    void aMaildropThatIsInUseIsTriedAgain() throws IOException {
        try (var server =
                new ScriptedServer(
                        "+OK scripted",
                        Map.of("CAPA", "-ERR", "USER", "+OK", "PASS", "-ERR [IN-USE] locked"))) {
            failed(
                    stranger("pop", "--mbox", home + "/m", "--pop3", server.address()),
                    75,
                    "try-again");
        }
    }

    @Test
    void tlsThatDoesNotBegin() throws IOException {
        try (var server = new ScriptedServer("* OK scripted", Map.of("tls", "tls NO never"))) {
            failed(
                    stranger("raw", "imap", server.address(), "--tls", "starttls"),
                    76,
                    "tls-not-trusted");
        }
        failed(stranger("ls", "--imap", site.imap(), "--tls", "starttls"), 76, "tls-not-trusted");
    }

    @Test
    void recipientsThatAreRefused() throws IOException {
        for (var reply : Map.of("550 5.1.1 nobody here", 65, "450 4.2.0 later", 75).entrySet()) {
            try (var server = ScriptedServer.refusing("bo@b.test", reply.getKey())) {
                failed(
                        stranger(
                                "send",
                                "--to",
                                "bo@b.test",
                                "--body",
                                "x",
                                "--smtp",
                                server.address(),
                                "--no-copy"),
                        reply.getValue(),
                        reply.getValue() == 65 ? "refused" : "try-again");
            }
        }
    }

    @Test
    void someRecipientsThatAreRefusedAreTold() throws IOException {
        try (var server = ScriptedServer.refusing("bo@b.test", "550 5.1.1 nobody here")) {
            var ended =
                    stranger(
                            "send",
                            "--to",
                            "bo@b.test, other@b.test",
                            "--body",
                            "x",
                            "--smtp",
                            server.address(),
                            "--no-copy");
            assertThat(ended.exitCode()).isEqualTo(80);
            assertThat(ended.out())
                    .contains("\"accepted\":[\"other@b.test\"],\"refused\":[\"bo@b.test\"]");
            assertThat(server.heard()).contains("DATA");
        }
    }

    @Test
    void aFileOfAccountsThatMakesNoSense() throws IOException {
        Path file = home.resolve("bad.properties");
        for (String text :
                new String[] {
                    "a.user = a\\u12\n",
                    "a.user = x\na.tls = perhaps\na.imap = h\n",
                    "a.user = x\na.imap = ::\n",
                    "a.user = x\na.password = secret\na.imap = " + site.imap() + "\n"
                }) {
            Files.writeString(file, text);
            failed(
                    site.bare("", "ls", "--json", "--mail-config", file.toString()),
                    78,
                    "bad-configuration");
        }
        failed(site.bare("", "ls", "--json", "--account", "other"), 78, "bad-configuration");
    }

    @Test
    void peopleGetASentence() {
        var ended = site.mail("read", "INBOX:99");
        assertThat(ended.err())
                .isEqualTo(
                        "jebi mail: there is no message INBOX:99; jebi mail ls shows what there"
                                + " is\n");
    }
}
