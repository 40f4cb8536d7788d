package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private Tmux panes(int columns, int rows) throws IOException {
        Path home = folder.resolve("home");
        Files.createDirectories(home);
        return new Tmux(
                columns,
                rows,
                List.of(
                        "HOME=" + home,
                        "XDG_CONFIG_HOME=" + home.resolve("config"),
                        "XDG_STATE_HOME=" + home.resolve("state"),
                        "XDG_DATA_HOME=" + home.resolve("data")),
                JebiProcess.command("dev.jebi.useragent.Main", List.of()));
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
        deliver("spring", "a swallow\r\n\u001b[31mred");
        deliver("summer", "two swallows");
        try (var terminal = panes(80, 24)) {
            scenario(terminal);
        }
    }

    @ParameterizedTest
    @CsvSource({"200,50", "80,24"})
    @Tag("long")
    void theSameAtEverySize(int columns, int rows) throws Exception {
        deliver("spring", "a swallow\r\n\u001b[31mred");
        deliver("summer", "two swallows");
        try (var terminal = panes(columns, rows)) {
            scenario(terminal);
            terminal.resize(60, 15).await("/2").resize(150, 40).await("Trash");
        }
    }

    private void scenario(Tmux terminal) throws IOException {
        firstRun(terminal);
        terminal.await("spring").await("summer").await("1/2").keys("Enter").await("two swallows");
        terminal.keys("J").await("a swallow").await("[31mred").keys("r").await("> a swallow");
        terminal.text("반갑습니다").await("반갑습니다").keys("C-x").await("look over and send");
        terminal.keys("y").await("sending in").keys("z").await("write · al@a.test");
        terminal.keys("Escape").await("kept as a draft").keys("q").await("2/2");
        terminal.keys("d").await("message deleted; z takes it back").await("1/1");
        terminal.keys("z").await("taken back").await("/2");
        terminal.keys("/").await("search:").text("subject:summer").keys("Enter").await("1 message");
        terminal.await("1/1").keys("q").await("/2");
    }

    @Test
    @Tag("long")
    void aDraftOutlivesKillNine() throws Exception {
        try (var terminal = panes(80, 24)) {
            firstRun(terminal);
            terminal.keys("c").await("Subject:").text("kim@a.test").keys("Tab", "Tab", "Tab");
            terminal.text("a long letter").keys("Tab").text("which nobody wants to write twice");
            terminal.await("write twice");
            Path data = folder.resolve("home/data");
            org.awaitility.Awaitility.await().until(() -> draftIn(data));
            terminal.killProgram();
        }
        try (var terminal = panes(80, 24)) {
            terminal.await("1 draft kept").keys("D").await("a long letter").keys("Enter");
            terminal.await("which nobody wants to write twice");
        }
    }

    private static boolean draftIn(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            return files.filter(f -> f.toString().endsWith(".draft"))
                    .anyMatch(PanesTest::holdsTheText);
        }
    }

    private static boolean holdsTheText(Path file) {
        try {
            return Files.readString(file).contains("write twice");
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
            terminal.await("spring");
            String imap = server("imap");
            String submission = server("submission");
            jebi.close();
            terminal.keys("$").await("offline").keys("Enter").keys("c").await("Subject:");
            terminal.text("kim@a.test").keys("Tab", "Tab", "Tab").text("later").keys("Tab");
            terminal.text("hello").keys("C-x").await("look over").keys("y").await("sending in");
            terminal.await("outbox 1");
            jebi =
                    JebiProcess.serve(
                            folder.resolve("store"),
                            "hostname=a.test",
                            "listen.imap=" + imap,
                            "listen.submission=" + submission);
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofMinutes(2))
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
            terminal.await("spring").await("storage ").await(" % full");
        }
    }
}
