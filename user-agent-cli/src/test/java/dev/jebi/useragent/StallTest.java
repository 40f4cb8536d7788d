package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Surroundings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server that falls silent at any step of a dialogue hangs no verb past its timeout, and the
/// verb ends with the code for an unreachable server. All steps of a dialogue are tried at once.
class StallTest {
    /// The timeout twice over, for the last word when a connection is left, and room for a busy
    /// machine.
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String CAPABILITY =
            "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR QUOTA\r\n$ OK";
    private static final String SELECTED =
            "* FLAGS (\\Seen)\r\n* 1 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 1] x\r\n"
                    + "* OK [UIDNEXT 2] x\r\n$ OK done";
    private static final String ROW =
            "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 20 INTERNALDATE"
                    + " \"01-Jan-2026 00:00:00 +0000\" BODY[HEADER.FIELDS (SUBJECT)] {14}\r\n"
                    + "Subject: x\r\n\r\n)\r\n$ OK done";

    @TempDir private Path home;

    private MailSite.Ended run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--json", "--user", "al@a.test", "--password-stdin", "--timeout", "1"));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit =
                Main.run(
                        new Surroundings(home, home, home, Map.of(), false),
                        new ByteArrayInputStream("secret\n".getBytes(StandardCharsets.UTF_8)),
                        out,
                        err,
                        all.toArray(String[]::new));
        return new MailSite.Ended(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Map<String, String> steps(String... keysAndReplies) {
        var steps = new LinkedHashMap<String, String>();
        for (int i = 0; i < keysAndReplies.length; i += 2) {
            steps.put(keysAndReplies[i], keysAndReplies[i + 1]);
        }
        return steps;
    }

    @Test
    void submission() throws Exception {
        var steps =
                steps(
                        "EHLO",
                        "250-scripted\r\n250 AUTH PLAIN",
                        "AUTH",
                        "235 ok",
                        "MAIL",
                        "250 ok",
                        "RCPT",
                        "250 ok",
                        "DATA",
                        "354 go on");
        String[] words = {"send", "--to", "bo@b.test", "--body", "x", "--no-copy", "--smtp"};
        silentAtEachStep("220 scripted", steps, server -> run(and(words, server)));
    }

    @Test
    void tlsThatIsPromisedAndDoesNotCome() throws Exception {
        var smtp = steps("EHLO", "250-scripted\r\n250 STARTTLS", "STARTTLS", "220 go on");
        String[] words = {"send", "--to", "bo@b.test", "--body", "x", "--no-copy", "--smtp"};
        silentAtEachStep("220 scripted", smtp, server -> run(and(words, server)));
        var imap =
                steps(
                        "* CAPABILITY",
                        "* CAPABILITY IMAP4rev1 STARTTLS\r\n$ OK",
                        "* STARTTLS",
                        "$ OK go on");
        silentAtEachStep("* OK scripted", imap, server -> run("ls", "--imap", server));
        var pop3 = steps("CAPA", "+OK\r\nSTLS\r\n.", "STLS", "+OK go on");
        silentAtEachStep(
                "+OK scripted",
                pop3,
                server -> run("pop", "--mbox", file(server), "--pop3", server));
        silentAtEachStep("", steps(), server -> run("ls", "--tls", "implicit", "--imap", server));
    }

    @Test
    void imap() throws Exception {
        var steps =
                steps(
                        "* CAPABILITY",
                        CAPABILITY,
                        "* AUTHENTICATE",
                        "$ OK signed in",
                        "* EXAMINE",
                        SELECTED);
        silentAtEachStep("* OK scripted", steps, server -> run("ls", "--imap", server));
        steps.remove("* EXAMINE");
        silentAtEachStep("* OK scripted", steps, server -> run("folders", "--imap", server));
        silentAtEachStep("* OK scripted", steps, server -> run("quota", "--imap", server));
        steps.put("* SELECT", SELECTED);
        steps.put("* EXAMINE", SELECTED);
        steps.put("* UID FETCH", "* 1 FETCH (UID 1)\r\n$ OK done");
        silentAtEachStep(
                "* OK scripted",
                steps,
                server -> run("flag", "INBOX:1", "+seen", "--imap", server));
        silentAtEachStep(
                "* OK scripted",
                steps,
                server -> run("rm", "--expunge", "INBOX:1", "--imap", server));
        steps.put("* UID FETCH", ROW);
        silentAtEachStep(
                "* OK scripted", steps, server -> run("read", "INBOX:1", "--imap", server));
    }

    @Test
    void pop3() throws Exception {
        var steps =
                steps(
                        "CAPA",
                        "-ERR none",
                        "USER",
                        "+OK",
                        "PASS",
                        "+OK",
                        "STAT",
                        "+OK 1 20",
                        "UIDL",
                        "+OK\r\n1 a\r\n.",
                        "RETR",
                        "+OK\r\nSubject: x\r\n\r\nhalf of it");
        silentAtEachStep(
                "+OK scripted",
                steps,
                server -> run("pop", "--mbox", file(server), "--pop3", server));
        silentAtEachStep("+OK scripted", steps, server -> run("sync", "--pop3", server));
    }

    private static String[] and(String[] words, String last) {
        var all = new ArrayList<>(List.of(words));
        all.add(last);
        return all.toArray(String[]::new);
    }

    private String file(String server) {
        return home.resolve("mbox-" + server.replace(':', '-')).toString();
    }

    private interface Try {
        MailSite.Ended with(String server);
    }

    private static void silentAtEachStep(String greeting, Map<String, String> steps, Try verb)
            throws Exception {
        var tries = new LinkedHashMap<String, Callable<MailSite.Ended>>();
        tries.put("the greeting", silent("", Map.of(), verb));
        var known = new LinkedHashMap<String, String>();
        for (var step : steps.entrySet()) {
            tries.put(step.getKey(), silent(greeting, Map.copyOf(known), verb));
            known.put(step.getKey(), step.getValue());
        }
        tries.put("the end", silent(greeting, Map.copyOf(known), verb));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new LinkedHashMap<String, Future<MailSite.Ended>>();
            tries.forEach((step, work) -> running.put(step, threads.submit(work)));
            for (var one : running.entrySet()) {
                MailSite.Ended ended = inTime(one.getKey(), one.getValue());
                assertThat(ended.exitCode()).as(one.getKey() + ": " + ended).isIn(69, 75);
                assertThat(JsonSchema.faults("error", ended.err())).as(one.getKey()).isEmpty();
            }
        }
    }

    private static Callable<MailSite.Ended> silent(
            String greeting, Map<String, String> replies, Try verb) {
        return () -> {
            try (var server = new ScriptedServer(greeting, replies)) {
                return verb.with(server.address());
            }
        };
    }

    private static MailSite.Ended inTime(String step, Future<MailSite.Ended> running)
            throws InterruptedException, ExecutionException {
        try {
            return running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new AssertionError("hangs: silent at " + step, e);
        }
    }
}
