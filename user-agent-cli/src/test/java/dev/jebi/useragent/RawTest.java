package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Surroundings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Dialogues by hand.
class RawTest {
    private static final Path NOWHERE = Path.of("/nonexistent");

    @TempDir private Path home;

    @Test
    void aDialogueInPlainText() {
        try (var site = new MailSite(home)) {
            var ended = site.bare("a NOOP\nb LOGOUT\n", "raw", "imap", site.imap());
            assertThat(ended.err()).isEmpty();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out()).startsWith("* OK ").contains("\na OK ").contains("\nb OK ");
            var pop = site.bare("CAPA\nQUIT\n", "raw", "pop3", site.pop3());
            assertThat(pop.out()).startsWith("+OK ").contains("\nUIDL\n");
        }
    }

    @Test
    void aDialogueUnderTls() {
        try (var site = new MailSite(home)) {
            var ended = site.bare("a LOGOUT\n", "raw", "imap", site.imaps(), "--tls", "implicit");
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).startsWith("* OK ").contains("a OK ");
        }
    }

    @Test
    void nobodyTalksBeforeTheGreetingAndTheServerEndsIt() throws IOException {
        try (var server =
                new ScriptedServer(
                        "220 hello \u001b[31m", Map.of("HELO", "250 ok", "QUIT", "BYE"))) {
            var ended = site(server, "--json");
            assertThat(ended.out()) // the answer to HELO may come before or after QUIT is said
                    .startsWith(
                            "[{\"from\":\"server\",\"line\":\"220 hello \\u001B[31m\"},"
                                    + "{\"from\":\"you\",\"line\":\"HELO x\"},")
                    .contains("{\"from\":\"you\",\"line\":\"QUIT\"}")
                    .contains("{\"from\":\"server\",\"line\":\"250 ok\"}")
                    .endsWith("]\n");
            assertThat(server.heard()).containsExactly("HELO x", "QUIT");
        }
    }

    @Test
    void dotsAreDoubledInTheTextAndCommandsAreLeftAlone() throws IOException {
        try (var server =
                new ScriptedServer(
                        "220-hello\r\n220 there",
                        Map.of("DATA", "354 go on", ".", "250 taken", "NOOP", "250 .ok"))) {
            // the text has a line "." in it only if somebody forgets to double the dot
            var ended = typed("DATA\n.hidden\n..\nbase64(x)\n.\n.x\nQUIT\n", server);
            assertThat(ended.exitCode()).isZero();
            assertThat(server.heard())
                    .containsExactly("DATA", "..hidden", "...", "base64(x)", ".", ".x", "QUIT");
        }
    }

    @Test
    void base64IsWrittenForThePersonAndReadToThem() throws IOException {
        try (var server = login()) {
            var ended =
                    typed(
                            "EHLO me.test\nAUTH LOGIN\nbase64(al@a.test)\nbase64(a\\\\b(c))\n"
                                    + "AUTH PLAIN base64(\\0al@a.test\\0secret)\nQUIT\n",
                            server);
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.err())
                    .contains("base64 of 'Username:'")
                    .contains("base64 of 'Password:'");
            assertThat(server.heard())
                    .containsExactly(
                            "EHLO me.test",
                            "AUTH LOGIN",
                            "YWxAYS50ZXN0",
                            "YVxiKGMp",
                            "AUTH PLAIN AGFsQGEudGVzdABzZWNyZXQ=",
                            "QUIT");
        }
    }

    private static ScriptedServer login() {
        return new ScriptedServer(
                "220 hello",
                Map.of(
                        "EHLO",
                        "250-hello\r\n250-SIZE 1\r\n250 AUTH PLAIN LOGIN",
                        "AUTH LOGIN",
                        "334 VXNlcm5hbWU6",
                        "YWxAYS50ZXN0",
                        "334 UGFzc3dvcmQ6",
                        "YVxiKGMp",
                        "535 5.7.8 wrong",
                        "AUTH PLAIN",
                        "235 right"));
    }

    @Test
    void wireAndRecordMaskSecretsHoweverFastTheyAreTyped() throws IOException {
        String typed =
                "EHLO me.test\nAUTH LOGIN\nYWxAYS50ZXN0\nYVxiKGMp\nAUTH PLAIN c2VjcmV0\nQUIT\n";
        try (var server = login()) {
            var wired = typed(typed, server, "--wire");
            assertThat(wired.err())
                    .contains("S: 220 hello\nC: EHLO me.test\nS: 250-hello\nS: 250-SIZE 1\n")
                    .contains("C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n")
                    .contains("C: ***\nS: 334 UGFzc3dvcmQ6\n")
                    .contains("C: ***\nS: 535 5.7.8 wrong\nC: AUTH PLAIN ***\nS: 235 right\n")
                    .doesNotContain("YVxiKGMp")
                    .doesNotContain("\u001b");
            assertThat(wired.out()).startsWith("220 hello\n250-hello\n").endsWith("235 right\n");
            var recorded = typed(typed, server, "--json");
            assertThat(JsonSchema.faults("raw", recorded.out())).isEmpty();
            assertThat(recorded.out())
                    .contains("{\"from\":\"you\",\"line\":\"AUTH PLAIN ***\"}")
                    .doesNotContain("YVxiKGMp");
        }
    }

    @Test
    void aServerThatFallsSilentIsSaidToHaveDoneSo() throws IOException {
        try (var dumb = new ScriptedServer("", Map.of());
                var half = new ScriptedServer("220 hello", Map.of("HELO", "250-and"))) {
            for (var server : java.util.List.of(dumb, half)) {
                for (String tls : java.util.List.of("none", "starttls", "implicit")) {
                    var ended = typed("HELO x\nQUIT\n", server, "--tls", tls, "--timeout", "1");
                    assertThat(ended.exitCode())
                            .as(tls + ended.err())
                            .isIn(69, server == half && tls.equals("implicit") ? 76 : 69);
                }
            }
        }
    }

    @Test
    void tlsThatIsRefusedIsNoTls() throws IOException {
        try (var server =
                new ScriptedServer(
                        "220 hello", Map.of("EHLO", "250 hello", "STARTTLS", "454 not now"))) {
            var ended = typed("QUIT\n", server, "--tls", "starttls");
            assertThat(ended.exitCode()).isEqualTo(76);
            assertThat(server.heard()).containsExactly("EHLO localhost", "STARTTLS");
        }
    }

    @Test
    void imapHasLiteralsAndIdle() throws IOException {
        try (var server =
                new ScriptedServer(
                        "* OK hello",
                        Map.of(
                                "a LOGIN",
                                "+ go on",
                                "secret",
                                "* 1 FETCH (BODY[] {6}\r\na OK\r\n)\r\na OK in",
                                "b IDLE",
                                "+ idling",
                                "DONE",
                                "b OK"))) {
            var all =
                    run(
                            "a LOGIN al {6}\nsecret\nb IDLE\nDONE\nQUIT\n",
                            "raw", "imap", server.address(), "--wire");
            assertThat(all.exitCode()).isZero();
            assertThat(all.err()).contains("S: a OK in\nC: b IDLE\n").doesNotContain("secret");
            assertThat(server.heard())
                    .containsExactly("a LOGIN al {6}", "secret", "b IDLE", "DONE", "QUIT");
        }
    }

    private static MailSite.Ended site(ScriptedServer server, String... more) {
        return typed("HELO x\nQUIT\n", server, more);
    }

    private static MailSite.Ended typed(String typed, ScriptedServer server, String... more) {
        var arguments =
                new java.util.ArrayList<>(java.util.List.of("raw", "smtp", server.address()));
        arguments.addAll(java.util.List.of(more));
        return run(typed, arguments.toArray(String[]::new));
    }

    private static MailSite.Ended run(String typed, String... arguments) {
        var out = new java.io.ByteArrayOutputStream();
        var err = new java.io.ByteArrayOutputStream();
        int exit =
                Main.run(
                        new Surroundings(NOWHERE, NOWHERE, NOWHERE, Map.of(), false),
                        new java.io.ByteArrayInputStream(
                                typed.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        out,
                        err,
                        arguments);
        return new MailSite.Ended(
                exit,
                out.toString(java.nio.charset.StandardCharsets.UTF_8),
                err.toString(java.nio.charset.StandardCharsets.UTF_8));
    }
}
