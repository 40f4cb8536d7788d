package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which certificates are trusted, and what a submission server says of TLS and of sizes.
class TrustTest {
    @TempDir private static Path home;

    private static MailSite site;
    private static Path stranger;

    @BeforeAll
    static void start() throws IOException {
        site = new MailSite(home);
        stranger = home.resolve("stranger.pem");
        try (var pem = TrustTest.class.getResourceAsStream("/stranger.pem")) {
            assertThat(pem).isNotNull();
            Files.copy(pem, stranger);
        }
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static MailSite.Ended list(String server, String... more) {
        var all = new ArrayList<>(List.of("ls", "--json", "--fresh"));
        all.addAll(List.of("--user", MailSite.USER, "--password-stdin"));
        all.addAll(List.of("--imap", server));
        all.addAll(List.of(more));
        return site.bare("secret\n", all.toArray(String[]::new));
    }

    @Test
    void onlyTheCertificatesThatWereNamedCount() throws IOException {
        var usual = list(site.imaps(), "--tls", "implicit");
        assertThat(usual.exitCode()).as(usual.err()).isZero();
        var named = list(site.imaps(), "--tls", "implicit", "--ca", stranger.toString());
        assertThat(named.exitCode()).as(named.err()).isEqualTo(76);
        assertThat(named.err()).contains("tls-not-trusted");
        var raw =
                site.bare(
                        "a LOGOUT\n",
                        "raw",
                        "imap",
                        site.imaps(),
                        "--tls",
                        "implicit",
                        "--ca",
                        stranger.toString());
        assertThat(raw.exitCode()).as(raw.err()).isEqualTo(76);

        Path nothing = Files.writeString(home.resolve("nothing.pem"), "nothing\n");
        for (String file : new String[] {nothing.toString(), home + "/none.pem"}) {
            var bad = list(site.imaps(), "--tls", "implicit", "--ca", file);
            assertThat(bad.exitCode()).as(bad.err()).isEqualTo(78);
            assertThat(bad.err()).contains("bad-configuration").doesNotContain("Exception:");
        }
    }

    @Test
    void anAccountKeepsThemAndNonsenseIsSaidAtOnce() throws IOException {
        Path accounts = home.resolve("accounts.properties");
        for (String file : new String[] {home + "/none.pem", stranger.toString()}) {
            var ended =
                    site.bare(
                            "",
                            "account",
                            "add",
                            "x",
                            "--mail-config",
                            accounts.toString(),
                            "--user",
                            "x@a.test",
                            "--imap",
                            "h:1",
                            "--ca",
                            file);
            assertThat(ended.exitCode()).isEqualTo(file.equals(stranger.toString()) ? 0 : 78);
        }
        assertThat(Files.readString(accounts)).contains("x.ca = " + stranger);
    }

    private static MailSite.Ended send(ScriptedServer server) {
        return site.bare(
                "secret\n",
                "send",
                "--json",
                "--user",
                "al@a.test",
                "--password-stdin",
                "--smtp",
                server.address(),
                "--no-copy",
                "--to",
                "bo@b.test",
                "--body",
                "x");
    }

    private static ScriptedServer saying(String mail) {
        return new ScriptedServer(
                "220 scripted",
                Map.of(
                        "EHLO",
                        "250-scripted\r\n250-SIZE 1000\r\n250 AUTH PLAIN",
                        "AUTH",
                        "235 ok",
                        "MAIL",
                        mail,
                        "RSET",
                        "250 ok"));
    }

    @Test
    void tooLargeAndFullAndUnprotectedAreToldApart() throws IOException {
        try (var server = saying("552 5.3.4 Message size exceeds fixed limit")) {
            assertThat(send(server).exitCode()).isEqualTo(65);
            assertThat(server.heard())
                    .anyMatch(line -> line.matches("MAIL FROM:<al@a\\.test>.* SIZE=[1-9]\\d+.*"));
        }
        try (var server = saying("552 5.2.2 Mailbox full")) {
            assertThat(send(server).exitCode()).isEqualTo(73);
        }
        try (var server = saying("530 5.7.0 Must issue a STARTTLS command first")) {
            assertThat(send(server).exitCode()).isEqualTo(76);
        }
    }

    @Test
    void aServerThatWantsNothingIsToldFromOneThatHasNoTime() throws IOException {
        try (var server = new ScriptedServer("554 5.7.1 no service for you", Map.of())) {
            assertThat(send(server).exitCode()).isEqualTo(65);
        }
        try (var server = new ScriptedServer("421 4.7.0 too many connections", Map.of())) {
            assertThat(send(server).exitCode()).isEqualTo(75);
        }
    }

    private static int signingIn(String tls, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--user", "al@a.test", "--password-stdin", "--tls", tls));
        return site.bare("secret\n", all.toArray(String[]::new)).exitCode();
    }

    @Test
    void aServerThatLetsNobodyInWithoutTlsIsToldFromOneThatRefuses() throws IOException {
        String can = "IMAP4rev1 AUTH=CRAM-MD5 LOGINDISABLED";
        try (var server =
                new ScriptedServer(
                        "* OK [CAPABILITY " + can + "] scripted",
                        Map.of(
                                "* CAPABILITY",
                                "* CAPABILITY " + can + "\r\n$ OK done",
                                "* LOGOUT",
                                "* BYE\r\n$ OK"))) {
            assertThat(signingIn("none", "quota", "--imap", server.address())).isEqualTo(76);
            assertThat(signingIn("auto", "quota", "--imap", server.address())).isEqualTo(77);
        }
        try (var server =
                new ScriptedServer(
                        "+OK scripted",
                        Map.of(
                                "CAPA",
                                "+OK\r\nUIDL\r\nUSER\r\n.",
                                "USER",
                                "-ERR [AUTH] Plaintext authentication disallowed here"))) {
            String mbox = home.resolve("mail.mbox").toString();
            String[] pop = {"pop", "--mbox", mbox, "--pop3", server.address()};
            assertThat(signingIn("none", pop)).isEqualTo(76);
            assertThat(signingIn("auto", pop)).isEqualTo(77);
        }
    }
}
