package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.daemon.ForeignServers.Kind;
import dev.jebi.testkit.TestAuthority;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What Dovecot and Postfix refuse has the documented exit codes.
@Tag("clients")
final class ForeignFailuresTest {
    @TempDir private static Path folder = Path.of("");

    private static ForeignServers servers;
    private static Correspondent al;

    @BeforeAll
    static void start() throws Exception {
        ForeignServers.assumed();
        servers = ForeignServers.start(Kind.MODERN);
        al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    private static void refused(int exitCode, String word, String to) throws Exception {
        al.fails(exitCode, word, "send", "--to", to, "--subject", "s", "--body", "x");
        assertThat(al.done("outbox", "--json")).doesNotContain("queued");
    }

    @Test
    void recipients() throws Exception {
        refused(65, "refused", "gone@post.test");
        refused(65, "refused", "somebody@elsewhere.test");
        refused(75, "try-again", "later@post.test");
        String both = "gone@post.test, bo@post.test";
        var ended = al.run("", "send", "--to", both, "--subject", "s", "--body", "x", "--json");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(80);
        assertThat(ended.out())
                .contains("\"accepted\":[\"bo@post.test\"],\"refused\":[\"gone@post.test\"]");
    }

    @Test
    void aFullMailbox() throws Exception {
        String text = "x".repeat(70) + "\n";
        Path large = Files.writeString(folder.resolve("large.txt"), text.repeat(50));
        al.fails(
                73,
                "over-quota",
                "send",
                "--to",
                ForeignServers.FULL,
                "--subject",
                "s",
                "--body",
                "x",
                "--attach",
                large.toString());
        var full = Correspondent.of(folder.resolve("full"), servers, ForeignServers.FULL);
        try (var other = servers.other(ForeignServers.FULL)) {
            other.append("INBOX", "most of it", "x".repeat(900));
        }
        assertThat(full.done("quota", "--json")).contains("\"limit\":2048");
        full.fails(73, "over-quota", "cp", "INBOX:1", "Gesendet");
        assertThat(full.done("rm", "INBOX:1", "--json")).contains("Papierkorb:1");
    }

    @Test
    void aMessageThatIsTooLarge() throws Exception {
        String line = "x".repeat(75) + "\n";
        Path large = Files.writeString(folder.resolve("larger.txt"), line.repeat(20_000));
        al.fails(
                65,
                "refused",
                "send",
                "--to",
                ForeignServers.BO,
                "--subject",
                "s",
                "--body",
                "x",
                "--attach",
                large.toString());
    }

    @Test
    void signInAndTrust() throws Exception {
        var wrong = new Correspondent(folder.resolve("wrong"));
        var options =
                List.of(
                        "--user",
                        ForeignServers.AL,
                        "--imap",
                        servers.at("imap"),
                        "--smtp",
                        servers.at("smtp"),
                        "--pop3",
                        servers.at("pop3"),
                        "--password-stdin");
        Path other = TestAuthority.make(folder, "stranger").pem();
        for (String verb : List.of("ls", "quota", "send", "pop")) {
            var all = new java.util.ArrayList<>(List.of(verb, "--json"));
            switch (verb) {
                case "send" ->
                        all.addAll(List.of("--to", ForeignServers.BO, "--body", "x", "--no-copy"));
                case "pop" -> all.addAll(List.of("--mbox", folder.resolve("mail.mbox").toString()));
                default -> {} // as it is
            }
            all.addAll(options);
            var refused = wrong.run("wrong\n", all.toArray(String[]::new));
            assertThat(refused.exitCode()).as(verb + refused.err()).isEqualTo(77);
            assertThat(refused.err()).contains("\"code\":\"sign-in-refused\"");
            all.addAll(List.of("--ca", other.toString()));
            var untrusted = wrong.run("secret\n", all.toArray(String[]::new));
            assertThat(untrusted.exitCode()).as(verb + untrusted.err()).isEqualTo(76);
            assertThat(untrusted.err()).contains("\"code\":\"tls-not-trusted\"");
        }
        for (String service : List.of("imap", "pop3", "smtp")) {
            var raw =
                    wrong.run(
                            "",
                            "raw",
                            service,
                            servers.at(service),
                            "--tls",
                            "starttls",
                            "--ca",
                            other.toString());
            assertThat(raw.exitCode()).as(raw.err()).isEqualTo(76);
        }
        al.fails(76, "tls-not-trusted", "ls", "--fresh", "--ca", other.toString());
        al.fails(78, "bad-configuration", "ls", "--fresh", "--ca", folder + "/larger.none");
        al.fails(
                76,
                "tls-not-trusted",
                "send",
                "--to",
                ForeignServers.BO,
                "--body",
                "x",
                "--tls",
                "none");
        String pinned = servers.dovecot().certificate().certificate().toString();
        assertThat(al.done("quota", "--json", "--ca", pinned)).contains("storage");
    }
}
