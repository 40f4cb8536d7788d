package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// What a person does with the panes, on a screen that is none.
class PanesTest {
    @TempDir private Path folder;

    private Settings settings(String... values) throws IOException {
        return RunningStage.settings(folder, values);
    }

    private RunningStage open(FakeScreen screen, Mail mail, Settings settings) throws IOException {
        return RunningStage.mail(screen, mail, settings);
    }

    private MemoryMail mail() {
        var mail = new MemoryMail(folder);
        mail.deliver("Lee <lee@b.test>", "first thing", 0);
        mail.deliver("김승환 <kim@a.test>", "회의 일정", 0);
        mail.deliver("Park <park@c.test>", "the last", 0);
        return mail;
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,50", "40,12"})
    void aMessageIsReadAndBecomesSeen(int columns, int rows) throws Exception {
        var mail = mail();
        var screen = new FakeScreen(columns, rows);
        try (var _ = open(screen, mail, settings())) {
            screen.await("the last").keys("j").await("2/3").keys("<enter>");
            screen.await("body of 회의 일정");
            screen.await("seen", _ -> mail.in("INBOX").get(1).seen());
            screen.keys("q").awaitNo("body of").keys("q");
            screen.await("Archive").await("Trash");
        }
    }

    @Test
    void whatWasMovedComesBack() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("the last")
                    .keys("v", "v", "d")
                    .await("2 messages deleted; z takes it back");
            screen.await("1/1").keys("z").await("taken back").await("/3");
            screen.keys("*").await("flagged").keys("z").await("taken back: message flagged");
            screen.keys("M").await("move to:").text("arc").keys("<enter>");
            screen.await("moved to Archive");
            assertThat(mail.in("Archive")).hasSize(1);
        }
    }

    @Test
    void whereNoMessageIsMeantNoneIsCopied() throws Exception {
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail(), settings())) {
            screen.await("the last").keys(":").text("go Archive").keys("<enter>").await("0/0");
            screen.keys(":").text("copy INBOX").keys("<enter>").await("no message is meant");
        }
    }

    @Test
    void aReplyIsWrittenLookedOverSentAndTakenBack() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("the last").keys("r").await("Re: the last").await("> body of the last");
            screen.text("my answer").await("my answer").keys("<C-x>").await("look over and send");
            screen.keys("y").await("sending in a moment").await("sending in");
            assertThat(mail.sent().getFirst().to()).isEqualTo("Park <park@c.test>");
            assertThat(mail.sent().getFirst().body()).contains("> body of the last\n\nmy answer");
            screen.keys("z").await("write · Al <al@a.test>").await("my answer");
            assertThat(mail.outbox()).isEmpty();
            screen.keys("<esc>").await("kept as a draft");
        }
    }

    @Test
    void aDraftThatWaitsToBeSentIsTakenBackBeforeItIsWrittenOn() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("the last").keys("r").await("Re: the last").text("my answer");
            screen.keys("<C-x>").await("look over and send").keys("y");
            screen.await("sending in a moment").keys("D").await("waits to be sent");
            screen.keys("<enter>").await("write ·").await("my answer");
            assertThat(mail.outbox()).isEmpty();
            screen.keys("<C-x>").await("look over and send").keys("y");
            screen.await("sending in a moment").keys("O").await("enter takes back");
            screen.keys("<enter>").await("write ·");
            assertThat(mail.outbox()).isEmpty();
        }
    }

    @Test
    void whatWasWrittenIsKeptWhenTheTerminalGoes() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("the last").keys("c").await("Subject").text("kim@a.test");
        }
        String draft = mail.drafts().names().getFirst();
        assertThat(mail.drafts().read(draft).to()).isEqualTo("kim@a.test");
    }

    @Test
    void anAddressIsCompletedByKoreanConsonants() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("the last").keys("c").await("To:").text("ㄱㅅㅎ").await("김승환 <kim@a.test>");
            screen.keys("<enter>").await("김승환 <kim@a.test>,").keys("<C-x>");
            screen.await("it has no subject").keys("p").await("kept as a draft");
            assertThat(mail.drafts().read("d0").to()).isEqualTo("김승환 <kim@a.test>");
        }
    }

    @Test
    void searchPaletteCommandsAndHelp() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("the last").keys("/").text("first").keys("<enter>").await("search: first");
            screen.await("1/1").keys("q").await("1/3");
            screen.keys("?").await("keys · list · vi").keys("<esc>").awaitNo("keys · list");
            screen.keys("<C-k>").await("find").text("gotras").await("go Trash").keys("<enter>");
            screen.await("Trash  0/0")
                    .keys(":")
                    .text("go inbox")
                    .keys("<enter>")
                    .await("INBOX  1/3");
            screen.keys(":").text("nonsense").keys("<enter>").await("there is no command nonsense");
            screen.keys(":")
                    .text("set keys nano")
                    .keys("<enter>")
                    .await("keys is nano")
                    .await("help");
            screen.keys(":").text("set theme light").keys("<enter>").await("theme is light");
        }
    }

    @Test
    void conversationsStandTogether() throws Exception {
        var mail = new MemoryMail(folder);
        mail.deliver("a@b.test", "talk", 7);
        mail.deliver("c@b.test", "between", 0);
        mail.deliver("d@b.test", "Re: talk", 7);
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("between").keys("T").await("talk  (+1)");
            String shown = screen.shown();
            assertThat(shown.indexOf("Re: talk")).isLessThan(shown.indexOf("between"));
        }
    }

    @Test
    void theStatusLineTellsOfflineAndFull() throws Exception {
        var mail = mail();
        mail.offline(true);
        mail.quota(93, 100);
        var screen = new FakeScreen(120, 24);
        try (var _ = open(screen, mail, settings())) {
            screen.await("offline").await("storage [#########·] 93 % full");
            screen.keys("d").await("the server does not answer").await("1/3");
        }
    }

    @Test
    void whatWasAskedForIsDoneBeforeAnybodyLeaves() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Path file = folder.resolve("done");
        var screen = new FakeScreen(80, 24);
        try (var running = open(screen, mail(), settings())) {
            Stage stage = running.stage();
            stage.post(() ->
                    stage.work(
                            "moving",
                            () -> {
                                begun.countDown();
                                goOn.await();
                                return Files.createFile(file);
                            },
                            _ -> {}));
            begun.await();
            screen.gone();
            screen.await("finishing: moving");
            goOn.countDown();
        }
        assertThat(file).exists();
    }

    @Test
    void nobodyWhoLeavesWaitsForALook() throws Exception {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var screen = new FakeScreen(80, 24);
        try (var running = open(screen, mail(), settings())) {
            Stage stage = running.stage();
            stage.post(() ->
                    stage.look(
                            "search",
                            () -> {
                                begun.countDown();
                                never.await();
                                return 1;
                            },
                            _ -> {}));
            begun.await();
        }
        assertThat(screen.shown()).doesNotContain("finishing: search");
        never.countDown();
    }

    @ParameterizedTest
    @EnumSource(Keymap.Preset.class)
    void noKeyAtAnySizeBreaksAnything(Keymap.Preset preset) throws Exception {
        var random = new Random(preset.ordinal());
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        Settings settings = settings("keys", preset.word());
        List<String> keys = new ArrayList<>();
        for (char c = 'a'; c <= 'z'; c++) {
            keys.add(String.valueOf(c));
            keys.add(String.valueOf(Character.toUpperCase(c)));
        }
        for (String out : List.of("q", "Q", "x", "y", "Y")) {
            keys.remove(out); // leaving is tested elsewhere
        }
        keys.addAll(List.of("<up>", "<down>", "<enter>", "<esc>", "<tab>", "<pagedown>", " ", "한"));
        keys.addAll(List.of("/", "?", "$", "<C-k>", "<backspace>", "<C-x>", "<C-g>", "*", "<end>"));
        try (var _ = open(screen, mail, settings)) {
            for (int i = 0; i < 1_500; i++) {
                screen.keys(keys.get(random.nextInt(keys.size())));
                if (i % 50 == 0) {
                    screen.resize(1 + random.nextInt(220), 1 + random.nextInt(60));
                }
            }
            screen.resize(80, 24);
            long shows = screen.shows();
            screen.await("drawn, or left", _ -> screen.shows() > shows || screen.ended());
        }
    }

    @Test
    void aHundredThousandMessagesScrollWithoutAPause() throws Exception {
        var all = new ArrayList<dev.jebi.useragent.local.Envelope>();
        for (int i = 1; i <= 100_000; i++) {
            Instant date = Instant.ofEpochSecond(1_600_000_000L + i * 60L);
            all.add(MemoryMail.envelope(i, "Kim <kim@a.test>", "message " + i, i % 9_000, date));
        }
        var list = new ListPane(new Listing(Rows.of(all)), ZoneOffset.UTC);
        var painter = new ArrayList<Long>();
        var theme = Theme.DARK;
        var box = new dev.jebi.useragent.terminal.Box(0, 0, 200, 48);
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            long begun = System.nanoTime();
            list.go(i % 10 == 0 ? random.nextInt(100_000) : list.cursor() + 47);
            var canvas = new dev.jebi.useragent.terminal.Canvas(200, 50);
            list.draw(canvas, box, theme, true, Instant.EPOCH);
            painter.add(System.nanoTime() - begun);
        }
        painter.sort(null); // now and then others have the machine
        assertThat(Duration.ofNanos(painter.get(1_000))).isLessThan(Duration.ofMillis(50));
        assertThat(Listing.conversations(Rows.of(all)).places()).hasSize(100_000);
    }

    @Test
    void aReaderOfLinesGetsPlainLines() throws Exception {
        var mail = mail();
        var out = new StringWriter();
        String said =
                "list\n"
                        + "2\n"
                        + "compose\n"
                        + "kim@a.test\n"
                        + "hello\n"
                        + "text\n"
                        + ".\n"
                        + "y\n"
                        + "undo\n"
                        + "delete\n"
                        + "undo\n"
                        + "quota\n"
                        + "quit\n";
        var in = new BufferedReader(new StringReader(said));
        new PlainLines(in, new PrintWriter(out), mail, settings(), InstantSource.system()).run();
        assertThat(out.toString())
                .contains("1. unread, from Park, the last")
                .contains("body of 회의 일정")
                .contains("sending in ten seconds")
                .contains("moved to trash; undo takes it back")
                .contains("no limit")
                .doesNotContain("\u001b");
        assertThat(mail.sent()).hasSize(1);
        assertThat(mail.outbox()).isEmpty();
    }
}
