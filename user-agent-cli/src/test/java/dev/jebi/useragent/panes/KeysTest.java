package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The keys of each preset, the command line, the palette, and what can be taken back.
class KeysTest {
    @TempDir private Path folder;

    private MemoryMail mail() {
        var mail = new MemoryMail(folder);
        mail.deliver("Lee <lee@b.test>", "first thing", 0);
        mail.deliver("김승환 <kim@a.test>", "회의 일정", 0);
        mail.deliver("Park <park@c.test>", "the last", 0);
        return mail;
    }

    private RunningStage open(FakeScreen screen, Mail mail, String preset) throws IOException {
        return RunningStage.mail(
                screen,
                mail,
                RunningStage.settings(folder, Map.of("TERM", "xterm"), "keys", preset));
    }

    @Test
    void emacsHasTheKeysOfEmacs() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var running = open(screen, mail, "emacs")) {
            screen.await("1/3").keys("<C-n>").await("2/3").keys("n").await("3/3");
            screen.keys("<C-p>").await("2/3").keys("<A->>").await("3/3").keys("<A-<>");
            screen.await("1/3").keys("<C-v>").await("3/3").keys("<A-v>").await("1/3");
            screen.keys("<C-h>").await("keys · list · emacs").keys("<C-g>").awaitNo("keys · list");
            screen.keys("<C-s>").await("search:").text("first").keys("<enter>");
            screen.await("search: first  1/1").keys("<C-g>").await("1/3");
            screen.keys("<A-x>").text("flag").keys("<enter>").await("message flagged");
            screen.keys("<C-x>", "u").await("taken back: message flagged");
            screen.keys("<C-d>").await("message deleted").await("/2").keys("<C-_>");
            screen.await("taken back").await("/3");
            screen.keys("<C-x>", "b").await("open mailbox:").text("Arch").keys("<enter>");
            screen.await("Archive  0/0").keys("<C-x>", "b").text("INBOX").keys("<enter>");
            screen.await("INBOX  1/3").keys("<enter>").await("body of the last");
            screen.keys("<A-n>").await("body of 회의 일정").keys("<A-p>").await("body of the last");
            screen.keys("<C-g>").awaitNo("body of");
            screen.keys("<C-x>", "m").await("write ·").text("x<C-").keys("<C-h>", "<C-g>");
            screen.await("kept as a draft").keys("<C-x>", "<C-c>");
            running.await();
        }
        assertThat(mail.drafts().read("d0").to()).isEqualTo("x<C");
    }

    @Test
    void aMessageThatIsStillBeingReadMovesOnceItIsThere() throws Exception {
        var mail = new MemoryMail(folder);
        Instant now = Instant.ofEpochSecond(1_790_000_000L);
        String text = "Subject: long\r\n\r\nthe top\r\n" + "x\r\n".repeat(200) + "the end\r\n";
        mail.deliver(
                "INBOX",
                MemoryMail.envelope(7, "Lee <lee@b.test>", "long", 7, now),
                text.getBytes(StandardCharsets.US_ASCII));
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, "vi")) {
            screen.await("1/1");
            var first = new CountDownLatch(1);
            mail.gate(first);
            screen.keys("<enter>", "G", "?").await("keys ·").keys("<esc>").awaitNo("keys ·");
            first.countDown();
            screen.await("the end").keys("g", "g").await("the top");
            var second = new CountDownLatch(1);
            mail.gate(second);
            screen.keys("H", "G", "?").await("keys ·").keys("<esc>").awaitNo("keys ·");
            screen.await("the top");
            second.countDown();
            screen.await("the end").keys("q").awaitNo("the end").text(" ").await("the top");
        }
    }

    @Test
    void nanoHasTheKeysOfNanoAndTellsThem() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var running = open(screen, mail, "nano")) {
            screen.await("1/3").await("help").await("reply").await("quit");
            screen.keys("<C-n>").await("2/3").keys("<C-p>").await("1/3").keys("<C-v>").await("3/3");
            screen.keys("<C-y>").await("1/3").keys("-", "n").await("2/3").keys("p").await("1/3");
            screen.keys("<C-g>").await("keys · list · nano").keys("<esc>").awaitNo("keys · list");
            screen.keys("<C-w>").await("search:").text("first").keys("<enter>");
            screen.await("search: first  1/1").keys("<C-x>").await("1/3");
            screen.keys("<C-d>").await("message deleted").keys("<C-z>").await("taken back");
            screen.await("/3").keys("x").await("1 marked").keys("x").await("2 marked");
            screen.keys("<").awaitNo("marked").keys("<up>", "<up>").await("1/3");
            screen.keys(">").await("body of the last").keys("<C-o>").await("nothing is attached");
            screen.keys("<C-r>").await("> body of the last").keys("<esc>").await("kept");
            screen.keys("<C-x>").awaitNo("body of").keys("g").await("open mailbox:");
            screen.keys("<esc>", "q");
            running.await();
        }
    }

    @ParameterizedTest
    @EnumSource(Keymap.Preset.class)
    void everyCommandHasAWordAndTheEverydayOnesAKey(Keymap.Preset preset) {
        var keymap = Keymap.of(preset);
        for (Act act : Act.values()) {
            assertThat(Act.of(act.word())).contains(act);
            assertThat(act.word()).isEqualTo(act.word().toLowerCase(Locale.ROOT));
            boolean rare = act == Act.SET;
            boolean lines = preset != Keymap.Preset.VI; // words and the palette have the rest
            assertThat(rare || lines || !keymap.keysOf(act).isEmpty()).as(act.word()).isTrue();
        }
        for (Act act :
                new Act[] {
                    Act.DOWN,
                    Act.UP,
                    Act.OPEN,
                    Act.BACK,
                    Act.COMPOSE,
                    Act.REPLY,
                    Act.REPLY_ALL,
                    Act.FORWARD,
                    Act.DELETE,
                    Act.MOVE,
                    Act.FLAG,
                    Act.UNDO,
                    Act.SEARCH,
                    Act.HELP,
                    Act.COMMAND,
                    Act.PALETTE,
                    Act.MARK,
                    Act.QUIT
                }) {
            assertThat(keymap.keysOf(act)).as(preset + " " + act).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "delete, message deleted, Trash",
        "archive, message archived, Archive",
        "junk, message moved to junk, Junk",
        "move Archive, message moved to Archive, Archive"
    })
    void whatLeftComesBack(String command, String told, String where) throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, "vi")) {
            screen.await("1/3").keys("j", ":").text(command).keys("<enter>").await(told);
            screen.await("/2");
            assertThat(mail.in(where)).extracting(e -> e.subject()).containsExactly("회의 일정");
            screen.keys(":").text("undo").keys("<enter>").await("taken back").await("/3");
            assertThat(mail.in(where)).isEmpty();
            assertThat(mail.in("INBOX")).extracting(e -> e.subject()).contains("회의 일정");
        }
    }

    @Test
    void flagsAreTakenBackOneByOneInTheirOrder() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, "vi")) {
            screen.await("1/3").keys("*").await("message flagged").keys("u").await("message read");
            screen.keys("j", "d").await("message deleted").await("/2");
            screen.keys("z").await("taken back: message deleted").await("/3");
            screen.keys("z").await("taken back: message read");
            screen.keys("z").await("taken back: message flagged");
            screen.keys("z").await("there is nothing to take back");
            assertThat(mail.in("INBOX")).hasSize(3).noneMatch(e -> e.has("flagged") || e.seen());
        }
    }

    @Test
    void whatFailedIsNotTakenBack() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, "vi")) {
            screen.await("1/3").keys(":").text("move Nowhere").keys("<enter>");
            screen.await("there is no mailbox Nowhere").await("1/3").keys("z");
            screen.await("there is nothing to take back");
        }
    }

    @Test
    void thePaletteFindsCommandsAndMailboxesByAFewLetters() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, "vi")) {
            screen.await("1/3").keys("<C-k>").await("find").text("rpall").await("reply-all");
            screen.keys("<enter>").await("Re: the last").keys("<esc>").await("kept as a draft");
            screen.keys("<C-k>").text("go arc").await("go Archive").keys("<enter>");
            screen.await("Archive  0/0").keys("<C-k>").text("zzzz").await("nothing fits");
            screen.keys("<esc>").awaitNo("nothing fits");
            screen.keys(":").text("se").keys("<tab>").await("search").keys("<esc>");
            screen.keys(":").text("cd INBOX").keys("<enter>").await("INBOX  1/3");
        }
    }

    @Test
    void inTheMailboxesNothingIsDoneToMessages() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, "vi")) {
            screen.await("1/3")
                    .keys("q")
                    .await("Trash")
                    .keys("d")
                    .await("no message is meant here");
            screen.keys("?").await("keys · mailboxes").awaitNo(":delete");
            screen.keys("<esc>").awaitNo("keys ·");
            assertThat(mail.in("INBOX")).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"ㄱㅅㅎ, 김승환", "ㄱ, 김승환", "기, 김승환", "kim, 김승환", "승환, 김승환"})
    void addressesAreOfferedAsTheyAreTyped(String typed, String name) throws Exception {
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail(), "vi")) {
            screen.await("1/3").keys("c").await("To:").text(typed).await(name + " <kim@a.test>");
            screen.keys("<tab>").await(name + " <kim@a.test>,").text(typed);
            screen.keys("<enter>", "<tab>").text("<").text("x").keys("<esc>", "<esc>");
            screen.await("kept as a draft");
        }
    }

    @Test
    void theReviewTellsWhatMayBeForgotten() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = open(screen, mail, "vi")) {
            screen.await("1/3").keys("c").await("To:");
            screen.text("a@b.t,b@b.t,c@b.t,d@b.t,e@b.t,f@b.t,g@b.t,h@b.t,i@b.t,j@b.t,k@b.t");
            screen.keys("<tab>", "<tab>", "<tab>", "<tab>").text("파일을 첨부합니다");
            screen.keys("<C-x>").await("11 people get it").await("it has no subject");
            screen.await("it speaks of an attachment, and nothing is attached").keys("e");
            screen.await("write ·").keys("<C-x>").await("look over").keys("y").await("sending in");
            assertThat(mail.sent()).hasSize(1);
        }
    }
}
