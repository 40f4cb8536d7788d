package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Surroundings;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/// kill -9 loses no word that a person has written, and sends nothing twice that a server is known
/// to have.
class KilledTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path home;

    private MailSite site;

    @BeforeEach
    void start() {
        site = new MailSite(home);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private static void await(String what, Callable<Boolean> there) {
        Awaitility.await(what).atMost(PATIENCE).ignoreExceptions().until(there);
    }

    private void account(String imap, String smtp) {
        var added =
                site.bare(
                        "secret\n",
                        "account",
                        "add",
                        "work",
                        "--user",
                        MailSite.USER,
                        "--imap",
                        imap,
                        "--smtp",
                        smtp,
                        "--signature",
                        "Al of A",
                        "--password-stdin");
        assertThat(added.exitCode()).as(added.err()).isZero();
    }

    private String drafts() throws IOException {
        var text = new StringBuilder();
        Path stores = home.resolve("share/jebi/mail");
        if (Files.isDirectory(stores)) {
            try (var files = Files.walk(stores)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    if (file.toString().endsWith(".draft")) {
                        text.append(Files.readString(file));
                    }
                }
            }
        }
        return text.toString();
    }

    /// An editor that writes a line, and is not ready then.
    private String editor() throws IOException {
        Path script = home.resolve("editor.sh");
        Files.writeString(script, "#!/bin/sh\necho 'half a thought' >> \"$1\"\nexec sleep 600\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    @Test
    void whatStandsInAnEditorIsADraft() throws Exception {
        site.deliver("From: lee@b.test\nSubject: question\nMessage-ID: <q@b.test>\n\nhow many?\n");
        account(site.imap(), site.smtp());
        int drafts = 0;
        for (List<String> verb :
                List.of(
                        List.of("send", "--to", "bo@b.test", "--subject", "a thing", "--editor"),
                        List.of("reply", "INBOX:1", "--editor"),
                        List.of("forward", "INBOX:1", "--to", "bo@b.test", "--editor"))) {
            var words = verb.toArray(String[]::new);
            try (var program = new Program(home, Map.of("VISUAL", editor()), words)) {
                int before = drafts;
                await(verb.toString(), () -> drafts().split("half a", -1).length == before + 2);
                program.kill();
            }
            drafts++;
            assertThat(site.bare("", "draft", "--jsonl").out()).hasLineCount(drafts);
        }
        assertThat(drafts())
                .contains("Subject: a thing")
                .contains("> how many?")
                .contains("Subject: Fwd: question")
                .contains("-- \nAl of A\n");
        String name = site.bare("", "draft", "--plain").out().split("\t", 2)[0];
        try (var program = new Program(home, Map.of("VISUAL", editor()), "draft", "edit", name)) {
            await("edit", () -> drafts().split("half a", -1).length == 5);
            program.kill();
        }
        assertThat(site.bare("", "draft", "--jsonl").out()).hasLineCount(drafts);
    }

    @Test
    void whatIsTypedAtATerminalIsADraftLineByLine() throws Exception {
        var typed = new PipedOutputStream();
        var in = new PipedInputStream(typed);
        var out = new ByteArrayOutputStream();
        var words = new ArrayList<>(List.of("send", "--to", "bo@b.test", "--subject", "by hand"));
        words.addAll(List.of("--user", MailSite.USER, "--smtp", site.smtp(), "--no-copy"));
        words.addAll(List.of("--imap", site.imap()));
        var surroundings =
                new Surroundings(
                        home.resolve("config"),
                        home.resolve("state"),
                        home.resolve("share"),
                        Map.of("JEBI_MAIL_PASSWORD", "secret"),
                        true);
        var verb =
                Thread.ofVirtual()
                        .start(() ->
                                Main.run(surroundings, in, out, out, words.toArray(String[]::new)));
        typed.write("first line\n".getBytes(StandardCharsets.UTF_8));
        typed.flush();
        await("a line", () -> drafts().contains("first line\n"));
        assertThat(drafts()).contains("Subject: by hand").contains("To: bo@b.test");
        typed.write("둘째 줄\n".getBytes(StandardCharsets.UTF_8));
        typed.close();
        assertThat(verb.join(PATIENCE)).isTrue();
        assertThat(drafts()).isEmpty();
        var received = site.server().getReceivedMessages();
        assertThat(received).hasSize(1);
        assertThat((String) received[0].getContent()).contains("first line").contains("둘째 줄");
    }

    /// A submission server that says nothing at the end of the message until that is changed.
    private static Map<String, String> untilTheEnd() {
        var replies = new ConcurrentHashMap<String, String>();
        replies.put("EHLO", "250-scripted\r\n250 AUTH PLAIN");
        replies.put("AUTH", "235 ok");
        replies.put("MAIL", "250 ok");
        replies.put("RCPT", "250 ok");
        replies.put("DATA", "354 go on");
        return replies;
    }

    private static List<String> sent(ScriptedServer server) {
        return server.heard().stream().filter(line -> line.startsWith("Message-ID:")).toList();
    }

    /// Nobody can know then whether the server has it: it is sent again, as the same message, so
    /// that a server or a reader sees that it is the same.
    @Test
    void killedBeforeTheAnswerIsSentAgainAsTheSameMessage() throws Exception {
        var replies = untilTheEnd();
        try (var server = new ScriptedServer("220 scripted", replies)) {
            account(site.imap(), server.address());
            String[] words = {"send", "--to", "bo@b.test", "--body", "x"};
            try (var program = new Program(home, Map.of(), words)) {
                await("the end", () -> server.heard().contains("."));
                program.kill();
            }
            replies.put(".", "250 taken");
            assertThat(site.bare("", "sync").out()).contains("sent to bo@b.test");
            assertThat(sent(server)).hasSize(2);
            assertThat(sent(server).stream().distinct()).hasSize(1);
            assertThat(site.bare("", "sync").out()).doesNotContain("sent");
            assertThat(site.bare("", "ls", "Sent").out()).hasLineCount(1);
        }
    }

    @Test
    void killedAfterTheAnswerIsNotSentAgainAndTheCopyIsKept() throws Exception {
        var replies = untilTheEnd();
        replies.put(".", "250 taken");
        try (var server = new ScriptedServer("220 scripted", replies);
                var silent = new ScriptedServer("", Map.of());
                var door = new Door(silent.address())) {
            account(door.address(), server.address());
            String[] words = {"send", "--to", "bo@b.test", "--body", "x"};
            try (var program = new Program(home, Map.of(), words)) {
                await("the answer", () -> site.bare("", "outbox", "--json").out().contains("true"));
                program.kill();
            }
            door.leadTo(site.imap());
            assertThat(site.bare("", "sync").exitCode()).isZero();
            assertThat(sent(server)).hasSize(1);
            assertThat(site.bare("", "ls", "Sent").out()).hasLineCount(1);
            assertThat(site.bare("", "outbox").out()).isEmpty();
        }
    }

    @Test
    void aCopyThatStandsInSentAlreadyIsNotDoubled() throws Exception {
        account(site.imap(), site.smtp());
        Path outbox =
                outboxAfter(() -> site.bare("", "send", "--to", MailSite.USER, "--body", "x"));
        assertThat(site.bare("", "ls", "Sent").out()).hasLineCount(1);
        // as if it had been killed when the copy stood in Sent, and before the order was forgotten
        String read = site.bare("", "read", "Sent:1", "--json").out();
        String id = read.replaceAll("(?s).*\"message-id\":\"([^\"]*)\".*", "$1");
        Files.writeString(
                outbox.resolve("o00000001.eml"),
                "Message-ID: " + id + "\r\nFrom: al@a.test\r\nSubject: s\r\n\r\nx\r\n");
        Files.writeString(
                outbox.resolve("o00000001.slip"),
                "due=2026-01-01T00\\:00\\:00Z\naccepted=true\nfrom=al@a.test\nto=al@a.test\n"
                        + "copy=true\n");
        assertThat(site.bare("", "sync", "--json").out()).contains("\"copied\":true");
        assertThat(site.bare("", "ls", "Sent").out()).hasLineCount(1);
        assertThat(site.bare("", "ls").out()).hasLineCount(1);
    }

    private Path outboxAfter(Runnable work) throws IOException {
        work.run();
        try (var files = Files.walk(home.resolve("share"))) {
            return files.filter(f -> f.endsWith("outbox")).findFirst().orElseThrow();
        }
    }
}
