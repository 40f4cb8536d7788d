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

    private static MailSite.Ended site(ScriptedServer server, String... more) {
        var out = new java.io.ByteArrayOutputStream();
        var err = new java.io.ByteArrayOutputStream();
        var arguments =
                new java.util.ArrayList<>(java.util.List.of("raw", "smtp", server.address()));
        arguments.addAll(java.util.List.of(more));
        int exit =
                Main.run(
                        new Surroundings(NOWHERE, NOWHERE, NOWHERE, Map.of(), false),
                        new java.io.ByteArrayInputStream(
                                "HELO x\nQUIT\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        out,
                        err,
                        arguments.toArray(String[]::new));
        return new MailSite.Ended(
                exit,
                out.toString(java.nio.charset.StandardCharsets.UTF_8),
                err.toString(java.nio.charset.StandardCharsets.UTF_8));
    }
}
