package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A server that falls silent at any step of a dialogue hangs no verb past its timeout, and the
/// verb ends with the code for an unreachable server.
class StallTest {
    /// The timeout twice over, for the last word when a connection is left, and room for a busy
    /// machine.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir private Path home;

    private String said = "";

    private int run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--json", "--user", "al@a.test", "--password-stdin", "--timeout", "1"));
        var out = new java.io.ByteArrayOutputStream();
        var err = new java.io.ByteArrayOutputStream();
        int exit =
                assertTimeoutPreemptively(
                        PATIENCE,
                        () ->
                                Main.run(
                                        new dev.jebi.useragent.account.Surroundings(
                                                home, home, home, Map.of(), false),
                                        new java.io.ByteArrayInputStream(
                                                "secret\n"
                                                        .getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8)),
                                        out,
                                        err,
                                        all.toArray(String[]::new)));
        said = err.toString(java.nio.charset.StandardCharsets.UTF_8);
        return exit;
    }

    @Test
    void submission() throws IOException {
        var steps = new LinkedHashMap<String, String>();
        steps.put("EHLO", "250-scripted\r\n250 AUTH PLAIN");
        steps.put("AUTH", "235 ok");
        steps.put("MAIL", "250 ok");
        steps.put("RCPT", "250 ok");
        steps.put("DATA", "354 go on");
        silentAtEachStep(
                "220 scripted",
                steps,
                server ->
                        run(
                                "send",
                                "--to",
                                "bo@b.test",
                                "--body",
                                "x",
                                "--no-copy",
                                "--smtp",
                                server));
    }

    @Test
    void imap() throws IOException {
        var steps = new LinkedHashMap<String, String>();
        steps.put("A0 ", "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nA0 OK done");
        steps.put("A1 ", "A1 OK signed in");
        steps.put("A2 ", "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nA2 OK done");
        silentAtEachStep("* OK scripted", steps, server -> run("ls", "--imap", server));
        silentAtEachStep("* OK scripted", steps, server -> run("folders", "--imap", server));
    }

    @Test
    void pop3() throws IOException {
        var steps = new LinkedHashMap<String, String>();
        steps.put("CAPA", "-ERR none");
        steps.put("USER", "+OK");
        steps.put("PASS", "+OK");
        steps.put("STAT", "+OK 1 20");
        steps.put("UIDL", "+OK\r\n1 a\r\n.");
        String mbox = home.resolve("m").toString();
        silentAtEachStep(
                "+OK scripted", steps, server -> run("pop", "--mbox", mbox, "--pop3", server));
    }

    private interface Try {
        int with(String server);
    }

    private void silentAtEachStep(String greeting, Map<String, String> steps, Try verb)
            throws IOException {
        var known = new LinkedHashMap<String, String>();
        try (var server = new ScriptedServer("", Map.of())) {
            int exit = verb.with(server.address());
            assertThat(exit).as("no greeting: " + said).isEqualTo(69);
        }
        for (var step : steps.entrySet()) {
            try (var server = new ScriptedServer(greeting, Map.copyOf(known))) {
                int exit = verb.with(server.address());
                assertThat(exit).as("silent at " + step.getKey() + said).isIn(69, 75);
            }
            known.put(step.getKey(), step.getValue());
        }
        try (var server = new ScriptedServer(greeting, Map.copyOf(known))) {
            int exit = verb.with(server.address());
            assertThat(exit).as("silent at the end" + said).isIn(69, 75);
        }
    }
}
