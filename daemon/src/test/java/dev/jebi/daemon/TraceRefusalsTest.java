package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What is refused before it is ours has a story, too: `jebi trace` names the cause.
final class TraceRefusalsTest {
    @TempDir private Path folder;

    /// Somebody who comes to port 25.
    private static String offer(InetSocketAddress server, List<String> commands, String content)
            throws IOException {
        try (var smtp = new Dialogue(server)) {
            smtp.reply();
            smtp.command("EHLO mx.stranger.test");
            String reply = "";
            for (String command : commands) {
                reply = smtp.command(command);
            }
            if (!content.isEmpty()) {
                assertThat(smtp.command("DATA")).startsWith("354");
                smtp.write(content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                reply = smtp.command("\r\n.");
            }
            smtp.send("QUIT");
            return reply;
        }
    }

    private static List<String> envelope(String sender, String... recipients) {
        var commands = new ArrayList<>(List.of("MAIL FROM:<" + sender + "@stranger.test>"));
        for (String recipient : recipients) {
            commands.add("RCPT TO:<" + recipient + ">");
        }
        return commands;
    }

    private static String ask(Path data, AdminRequest request) throws IOException {
        var outcome = ControlSocket.ask(data, request, _ -> {}).orElseThrow();
        assertThat(outcome.exitCode()).isZero();
        return String.join("\n", outcome.lines());
    }

    private static String trace(Path data, String term, boolean json) throws IOException {
        return ask(data, new AdminRequest.Trace(term, "", "", json));
    }

    private static void check(Path data, String sender, String cause, String words)
            throws IOException {
        String at = sender.contains("@") ? sender : sender + "@stranger.test";
        assertThat(trace(data, at, true)).as(sender).contains("\"cause\":\"" + cause + "\"");
        assertThat(trace(data, at, false))
                .as(sender)
                .contains("not taken: it is still with the server that came with it")
                .contains(words);
    }

    @Test
    void theCauseOfEachRefusalIsNamed() throws Exception {
        Path data = folder.resolve("data");
        try (var jebi =
                JebiProcess.serve(
                        data,
                        "relay.networks=none",
                        "limits.message-size=64K",
                        "limits.recipients=2")) {
            ask(data, new AdminRequest.AccountAdd("bob@localhost", "secret", "", ""));
            ask(data, new AdminRequest.AccountAdd("full@localhost", "x", "", "1"));
            ask(data, new AdminRequest.AccountAdd("tiny@localhost", "x", "1K", ""));
            var server = jebi.at("smtp");
            String small = "Message-ID: <m@stranger.test>\r\nFrom: a@stranger.test\r\n\r\nx";
            assertThat(offer(server, envelope("good", "full@localhost"), small)).startsWith("250");
            assertThat(trace(data, "m@stranger.test", false))
                    .contains("arrived, in a mailbox here")
                    .contains("The server mx.stranger.test [127.0.0.1] handed this message to us")
                    .contains("It was put into the mailbox INBOX.");

            offer(server, envelope("unknown", "nobody@localhost"), "");
            check(data, "unknown", "unknown-user", "No such user here");
            offer(server, envelope("relay", "x@elsewhere.test"), "");
            check(data, "relay", "no-relay", "Relaying denied");
            offer(server, envelope("full", "full@localhost"), "");
            check(data, "full", "mailbox-full", "The mailbox is full");
            offer(server, List.of("MAIL FROM:<size@stranger.test> SIZE=99999999"), "");
            check(data, "size", "too-large", "arge");
            offer(server, envelope("tiny", "tiny@localhost"), small + "x".repeat(900) + "\r\n1");
            check(data, "tiny", "mailbox-full", "quota");
            offer(
                    server,
                    envelope("big", "bob@localhost"),
                    "A: b\r\n\r\n" + "x\r\n".repeat(30_000));
            check(data, "big", "too-large", "arge");
            offer(server, envelope("smuggler", "bob@localhost"), small + "\n.\nMAIL FROM:<e@e>");
            check(data, "smuggler", "content-refused", "never with LF alone");
            offer(
                    server,
                    envelope("loop", "bob@localhost"),
                    "Received: from a by b\r\n".repeat(120) + small);
            check(data, "loop", "loop", "Too many hops");
            offer(server, envelope("many", "bob@localhost", "tiny@localhost", "bob@localhost"), "");
            check(data, "many", "too-many-recipients", "Too many recipients");
            refusedAtSubmission(data, jebi.at("submission"), small);
        }
    }

    private static void refusedAtSubmission(Path data, InetSocketAddress server, String small)
            throws IOException {
        offer(server, List.of("MAIL FROM:<unsigned@stranger.test>"), "");
        check(data, "unsigned", "sign-in-wanted", "Sign in with AUTH first");
        String plain =
                Base64.getEncoder()
                        .encodeToString(
                                "\0bob@localhost\0secret"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        offer(server, List.of("AUTH PLAIN " + plain, "MAIL FROM:<liar@stranger.test>"), "");
        check(data, "liar", "policy", "You are not");
        offer(
                server,
                List.of(
                        "AUTH PLAIN " + plain,
                        "MAIL FROM:<bob@localhost>",
                        "RCPT TO:<bob@localhost>"),
                "From: bob@localhost\r\n" + small.replace("<m@", "<two-authors@"));
        check(data, "two-authors@stranger.test", "content-refused", "one From field");
    }
}
