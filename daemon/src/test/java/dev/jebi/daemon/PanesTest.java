package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail` alone on a real terminal, against a real server.
class PanesTest {
    @TempDir private Path folder;

    private JebiProcess jebi;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        assumeTrue(Tmux.there(), "there is no tmux");
        jebi = JebiProcess.serve(folder.resolve("store"), "hostname=a.test");
        jebi.withAccount("al@a.test").withAccount("kim@a.test");
    }

    @AfterEach
    void stop() {
        if (jebi != null) {
            jebi.close();
        }
    }

    private void deliver(String subject, String text) throws IOException {
        try (var smtp = new Dialogue(jebi.at("smtp"))) {
            smtp.line();
            smtp.ask("HELO me.test");
            smtp.ask("MAIL FROM:<kim@b.test>");
            smtp.ask("RCPT TO:<al@a.test>");
            smtp.ask("DATA");
            smtp.send(
                    "From: Kim <kim@a.test>\r\nTo: al@a.test\r\nMessage-ID: <"
                            + subject.hashCode()
                            + "@b.test>\r\nSubject: "
                            + subject
                            + "\r\n\r\n"
                            + text);
            assertThat(smtp.ask(".")).startsWith("250");
            smtp.ask("QUIT");
        }
    }

    private Tmux panes(int columns, int rows, String... environment) throws IOException {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("bin"));
        var words = new ArrayList<>(List.of(environment));
        words.add("HOME=" + home);
        words.add("PATH=" + home.resolve("bin") + ":" + System.getenv("PATH"));
        words.add("XDG_CONFIG_HOME=" + home.resolve("config"));
        words.add("XDG_STATE_HOME=" + home.resolve("state"));
        words.add("XDG_DATA_HOME=" + home.resolve("data"));
        var command = JebiProcess.command("dev.jebi.useragent.Main", List.of());
        command.add(1, "-Duser.name=root"); // whatever server this machine has suggests nothing
        return new Tmux(columns, rows, words, command);
    }

    /// The last line but one tells account and mailbox, and what is wanted.
    private static void status(Tmux terminal, int rows, String wanted) {
        Awaitility.await(wanted)
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(terminal.line(rows - 2)).contains("al@a.test").contains(wanted));
    }

    private String server(String listener) {
        return "127.0.0.1:" + jebi.at(listener).getPort();
    }

    /// Answers the questions of a first run.
    private void firstRun(Tmux terminal) throws IOException {
        terminal.await("Which mail address is yours?").text("al@a.test").keys("Enter");
        terminal.await("IMAP server:");
        terminal.keys(
                "Tab", "Tab", "Tab", "Tab", "Tab", "Tab"); // to the last field, whichever is first
        terminal.keys("C-u", "Up", "C-u").text(server("submission"));
        terminal.keys("Up", "C-u").text(server("imap")).keys("Up").text("secret").keys("Enter");
        terminal.await("INBOX  ");
    }

    @Test
    void firstRunReadReplyUndoAndSearch() throws Exception {
        scenario(80, 24);
    }

    @Test
    @Tag("long")
    void firstRunReadReplyUndoAndSearchOnALargeScreen() throws Exception {
        scenario(200, 50);
    }

    private void scenario(int columns, int rows) throws IOException {
        deliver("spring", "a swallow\r\n\u001b[31mred");
        deliver("summer", "two swallows");
        try (var terminal = panes(columns, rows)) {
            firstRun(terminal);
            terminal.await("spring").await("summer");
            status(terminal, rows, "INBOX  1/2");
            terminal.keys("Enter").await("two swallows").await("Subject: summer");
            terminal.keys("J").await("a swallow").await("[31mred").keys("r").await("> a swallow");
            terminal.await("Re: spring").await("Kim <kim@a.test>");
            terminal.text("반갑습니다").await("반갑습니다").keys("C-x").await("look over and send");
            terminal.keys("y").await("sending in").keys("z").await("write · al@a.test");
            terminal.keys("Escape").await("kept as a draft").keys("q");
            status(terminal, rows, "2/2");
            terminal.keys("d").await("message deleted; z takes it back");
            status(terminal, rows, "1/1");
            assertThat(terminal.screen()).doesNotContain("spring");
            terminal.keys("z").await("taken back").await("spring");
            status(terminal, rows, "/2");
            terminal.keys("*").await("message flagged; z takes it back").keys("z");
            terminal.await("taken back: message flagged");
            terminal.keys("/").await("search:").text("subject:summer").keys("Enter");
            terminal.await("1 message");
            status(terminal, rows, "search: subject:summer  1/1");
            assertThat(terminal.screen()).contains("summer").doesNotContain("spring");
            terminal.keys("q").await("spring");
            status(terminal, rows, "/2");
        }
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,50"})
    @Tag("long")
    void aReplyArrivesAndAMoveIsTakenBack(int columns, int rows) throws Exception {
        deliver("spring", "a swallow");
        deliver("summer", "two swallows");
        try (var terminal = panes(columns, rows)) {
            firstRun(terminal);
            status(terminal, rows, "INBOX  1/2");
            terminal.keys("M").await("move to:").text("Archive").keys("Enter");
            terminal.await("message moved to Archive; z takes it back");
            status(terminal, rows, "1/1");
            terminal.keys("z").await("taken back: message moved to Archive").await("summer");
            status(terminal, rows, "/2");
            terminal.keys("g", "g", "Enter").await("two swallows").keys("r");
            terminal.await("> two swallows").text("반갑습니다").keys("C-x").await("look over and send");
            terminal.keys("y").await("sending in").keys("q");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !inbox("kim@a.test").isEmpty());
            terminal.awaitGone("sending in").await("summer");
        }
        String id = "<" + "summer".hashCode() + "@b.test>";
        assertThat(inbox("kim@a.test"))
                .singleElement()
                .asString()
                .contains("Subject: Re: summer", "In-Reply-To: " + id, "References: " + id)
                .contains(
                        "From: al@a.test",
                        "To: Kim <kim@a.test>",
                        "> two swallows",
                        "=EB=B0=98=EA=B0=91");
    }

    @Test
    @Tag("long")
    void everyViewFollowsTheWindow() throws Exception {
        deliver("spring", "a swallow");
        deliver("summer", "two swallows");
        try (var terminal = panes(200, 50)) {
            firstRun(terminal);
            follows(terminal, "summer");
            terminal.keys("Enter").await("two swallows");
            follows(terminal, "two swallows");
            terminal.keys("q", "?").await("keys · list");
            follows(terminal, "keys · list");
            terminal.keys("Escape")
                    .awaitGone("keys · list"); // a key right behind it would be Alt's
            terminal.keys("C-k").text("zzz").await("nothing fits");
            follows(terminal, "nothing fits");
            terminal.keys("C-g").awaitGone("nothing fits").keys("r").await("> two swallows");
            terminal.text("thanks").await("thanks");
            follows(terminal, "thanks");
            terminal.keys("C-x").await("look over and send");
            follows(terminal, "look over and send");
            terminal.keys("p").await("kept as a draft").keys(":").text("set").await(":set");
            follows(terminal, ":set");
        }
    }

    private static void follows(Tmux terminal, String words) throws IOException {
        terminal.resize(40, 10).resize(20, 5);
        Awaitility.await().until(() -> !terminal.screen().isBlank() && terminal.runs());
        terminal.resize(40, 10).resize(200, 50).await(words);
    }

    @Test
    @Tag("long")
    void aDumbTerminalIsToldPlainLinesOnly() throws Exception {
        deliver("spring", "a swallow\r\n\u001b[31mred");
        try (var terminal = panes(80, 24)) {
            firstRun(terminal);
            terminal.await("spring");
        }
        Path told = folder.resolve("told");
        try (var terminal = panes(80, 24, "TERM=dumb")) {
            terminal.record(told).await("help tells the commands").text("list").keys("Enter");
            terminal.await("from Kim, spring").text("1").keys("Enter").await("[31mred");
            terminal.text("delete").keys("Enter").await("undo takes it back");
            terminal.text("undo").keys("Enter").await("taken back");
        }
        String all = Files.readString(told);
        assertThat(all).contains("taken back");
        assertThat(all.codePoints().filter(c -> c != '\r' && c != '\n'))
                .noneMatch(Character::isISOControl);
    }

    @Test
    @Tag("long")
    void aFirstRunTriesSubmissionTooAndKeepsThePasswordInTheKeyring() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("home/bin"));
        Path tool =
                Files.writeString(
                        bin.resolve("secret-tool"),
                        "#!/bin/sh\n"
                            + "case $1 in store) cat >\"$0.kept\" ;; *) cat \"$0.kept\" ;; esac\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        Path accounts = folder.resolve("home/config/jebi/mail.properties");
        try (var terminal = panes(80, 24)) {
            terminal.await("Which mail address is yours?").text("al@a.test").keys("Enter");
            terminal.await("IMAP server:").await("a file that only you can read");
            terminal.keys("Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "C-u");
            terminal.keys("Up", "C-u").text(server("pop3")); // not where mail is handed in
            terminal.keys("Up", "C-u").text(server("imap")).keys("Up").text("secret");
            terminal.keys("Up").text(" ").await("keyring of your desktop").keys("Enter");
            terminal.await(server("pop3")).await("bad greeting");
            assertThat(accounts).doesNotExist();
            terminal.keys("Down", "Down", "Down", "C-u").text(server("submission")).keys("Enter");
            terminal.await("INBOX  ");
        }
        assertThat(Files.readString(accounts))
                .contains("secret-tool")
                .doesNotContain("password = secret");
        assertThat(bin.resolve("secret-tool.kept")).hasContent("secret");
        try (var terminal = panes(80, 24)) {
            terminal.await("INBOX  ");
        }
    }

    @Test
    @Tag("long")
    void aDraftOutlivesKillNine() throws Exception {
        try (var terminal = panes(80, 24)) {
            firstRun(terminal);
            terminal.keys("c").await("Subject:").text("kim@a.test").keys("Tab", "Tab", "Tab");
            terminal.text("a long letter").keys("Tab").text("which nobody wants to write twice");
            terminal.await("write twice");
            Awaitility.await().until(() -> keepsDraft("write twice"));
            terminal.killProgram();
        }
        try (var terminal = panes(80, 24)) {
            terminal.await("1 draft kept").keys("D").await("a long letter").keys("Enter");
            terminal.await("which nobody wants to write twice");
        }
    }

    @Test
    @Tag("long")
    void aDraftInThePersonsEditorOutlivesKillNine() throws Exception {
        Path editor =
                Files.writeString(
                        Files.createDirectories(folder.resolve("home/bin")).resolve("waiting"),
                        "#!/bin/sh\nprintf 'a swallow and a half\\n' >>\"$1\"\n"
                                + "echo half-way\nsleep 600\n");
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        try (var terminal = panes(80, 24, "EDITOR=waiting")) {
            firstRun(terminal);
            terminal.keys("c").await("half-way").killProgram();
        }
        try (var terminal = panes(80, 24)) {
            terminal.await("1 draft kept").keys("D").await("(no subject)").keys("Enter");
            terminal.await("a swallow and a half");
        }
    }

    @Test
    @Tag("long")
    void whatIsLookedOverOutlivesKillNine() throws Exception {
        try (var terminal = panes(80, 24)) {
            firstRun(terminal);
            write(terminal, "spring", "a swallow").keys("C-x").await("look over and send");
            terminal.keys("m").await("Markdown, as text and as HTML").killProgram();
        }
        try (var terminal = panes(80, 24)) {
            terminal.await("1 draft kept").keys("D").await("spring → kim@a.test").keys("Enter");
            terminal.await("a swallow").keys("C-x").await("Markdown, as text and as HTML");
        }
    }

    @Test
    @Tag("long")
    void whatWaitsToBeSentOutlivesKillNineAndGoesOnce() throws Exception {
        try (var terminal = panes(80, 24)) {
            firstRun(terminal);
            write(terminal, "spring", "a swallow").keys("C-x").await("look over and send");
            terminal.keys("y").await("sending in").killProgram();
        }
        try (var terminal = panes(80, 24)) {
            terminal.await("INBOX  ");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !keepsDraft(""));
            terminal.keys("D").await("there are no drafts").keys("O").await("nothing waits");
        }
        assertThat(inbox("kim@a.test")).hasSize(1).first().asString().contains("a swallow");
    }

    /// Writes a letter to Kim.
    private static Tmux write(Tmux terminal, String subject, String text) throws IOException {
        terminal.keys("c").await("Subject:").text("kim@a.test").keys("Tab", "Tab", "Tab");
        return terminal.text(subject).keys("Tab").text(text).await(text);
    }

    /// All messages of an account's inbox.
    private List<String> inbox(String account) throws IOException {
        try (var imap = new Dialogue(jebi.at("imap"))) {
            imap.line();
            imap.ask("a LOGIN " + account + " secret");
            imap.send("b EXAMINE INBOX");
            imap.send("c FETCH 1:* (BODY.PEEK[])");
            imap.send("d LOGOUT");
            var found = new ArrayList<String>();
            for (String line = imap.line(); !line.startsWith("* BYE"); line = imap.line()) {
                int size = line.indexOf("BODY[] {") + 8;
                if (size >= 8) {
                    int octets = Integer.parseInt(line.substring(size, line.indexOf('}')));
                    found.add(new String(imap.octets(octets), StandardCharsets.UTF_8));
                }
            }
            return found;
        }
    }

    private boolean keepsDraft(String text) throws IOException {
        try (var files = Files.walk(folder.resolve("home/data"))) {
            return files.filter(f -> f.toString().endsWith(".draft"))
                    .anyMatch(file -> holds(file, text));
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException _) {
            return false; // it is being replaced
        }
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,50"})
    @Tag("long")
    void whatIsSentOfflineGoesWhenTheServerIsBack(int columns, int rows) throws Exception {
        deliver("spring", "a swallow");
        try (var terminal = panes(columns, rows)) {
            firstRun(terminal);
            terminal.await("spring").keys("Enter").await("a swallow").keys("q").await("spring");
            String imap = server("imap");
            String submission = server("submission");
            jebi.close();
            terminal.keys("$");
            status(terminal, rows, "offline");
            terminal.keys("Enter").await("a swallow").keys("c").await("Subject:");
            terminal.text("kim@a.test").keys("Tab", "Tab", "Tab").text("later").keys("Tab");
            terminal.text("hello").keys("C-x").await("look over").keys("y").await("sending in");
            status(terminal, rows, "outbox 1");
            jebi =
                    JebiProcess.serve(
                            folder.resolve("store"),
                            "hostname=a.test",
                            "listen.imap=" + imap,
                            "listen.submission=" + submission);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(terminal.screen()).doesNotContain("outbox 1"));
            terminal.keys("g", "m")
                    .await("open mailbox:")
                    .text("Sent")
                    .keys("Enter")
                    .await("later");
        }
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,50"})
    @Tag("long")
    void aFullAccountIsTold(int columns, int rows) throws Exception {
        deliver("spring", "x".repeat(900) + "\r\n" + "y".repeat(900));
        assertThat(jebi.admin("", "account", "quota", "al@a.test", "2500").exitCode()).isZero();
        try (var terminal = panes(columns, rows)) {
            firstRun(terminal);
            terminal.await("spring");
            status(terminal, rows, " % full");
            assertThat(terminal.line(rows - 2))
                    .containsPattern("storage (\\[#+·*] )?\\d\\d+ % full");
            assertThat(jebi.admin("", "account", "quota", "al@a.test", "1500").exitCode()).isZero();
            terminal.keys("$").await("the account is full: no mail can come in");
        }
    }
}
