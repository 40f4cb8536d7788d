package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The window becomes small, smaller than anybody can use, and large again, whatever is open. The
/// screen of these tests fails when anything is written beyond its edge.
class ResizeTest {
    private static final int[][] SIZES = {
        {200, 50}, {40, 10}, {20, 5}, {1, 1}, {3, 2}, {20, 5}, {40, 10}, {200, 50}, {80, 24}
    };

    @TempDir private Path folder;

    private MemoryMail mail() {
        var mail = new MemoryMail(folder);
        for (int i = 1; i <= 60; i++) {
            mail.deliver("김승환 <kim" + i + "@a.test>", "회의 일정 그리고 a long subject " + i, i % 7);
        }
        mail.quota(93, 100);
        return mail;
    }

    private void follows(FakeScreen screen, String seen) {
        screen.await(seen);
        for (int[] size : SIZES) {
            long shows = screen.shows();
            screen.resize(size[0], size[1]);
            screen.await(
                    size[0] + "x" + size[1],
                    text -> screen.shows() > shows && text.lines().count() == size[1]);
        }
        screen.await(seen);
    }

    /// @param keys one after the other; what begins with `~` is waited for
    @ParameterizedTest
    @CsvSource({
        "'', 1/60",
        "'G ~60/60', 60/60",
        "'<enter>', body of",
        "'q', INBOX",
        "'T', (+",
        "'v v v', 3 marked",
        "'?', keys · list",
        "'<C-k>', find",
        "':', ':'",
        "'/', 'search:'",
        "'/ t <enter> ~search:', 'search: t'",
        "'M', 'move to:'",
        "'c', Subject",
        "'c ~Subject a <tab> <tab> b', Subject",
        "'r ~Re:', body of",
        "'r ~Re: x <C-x> ~look', look over",
        "'r ~Re: x <C-x> ~look t ~attach', 'attach file:'",
        "'r ~Re: x <C-x> ~look p ~kept D', drafts",
        "'r ~Re: x <C-x> ~look y ~sending O', outbox",
        "'A', accounts",
        "'<enter> ~body H', body of"
    })
    void everyViewFollowsTheWindow(String keys, String seen) throws Exception {
        var screen = new FakeScreen(80, 24);
        try (var _ = RunningStage.mail(screen, mail(), RunningStage.settings(folder))) {
            screen.await("1/60").await("93 %"); // what is told of it is told
            for (String key : keys.isEmpty() ? new String[0] : keys.split(" ", -1)) {
                if (key.startsWith("~")) {
                    screen.await(key.substring(1));
                } else {
                    screen.keys(key);
                }
            }
            follows(screen, seen);
        }
    }

    @Test
    void whereThereIsRoomAgainItIsUsed() throws Exception {
        var screen = new FakeScreen(80, 24);
        try (var _ = RunningStage.mail(screen, mail(), RunningStage.settings(folder))) {
            screen.await("1/60").keys("G").await("60/60").resize(40, 5);
            screen.await("five", text -> text.lines().count() == 5).resize(80, 24);
            screen.await("subject 1\n").await("subject 20\n");
        }
    }

    @Test
    void theFirstRunFollowsTheWindow() throws Exception {
        Setup setup =
                new Setup() {
                    @Override
                    public List<dev.jebi.useragent.account.Keeping> keepings() {
                        return List.of(dev.jebi.useragent.account.Keeping.FILE);
                    }

                    @Override
                    public Optional<String> likely() {
                        return Optional.empty();
                    }

                    @Override
                    public Servers find(String address) {
                        return new Servers("imap.a.test:993", "", "", "auto", "by magic");
                    }

                    @Override
                    public Mail open(Wanted said) {
                        throw new IllegalStateException("not asked for");
                    }
                };
        var screen = new FakeScreen(80, 24);
        try (var _ =
                RunningStage.of(
                        screen,
                        RunningStage.settings(folder),
                        stage -> new FirstRun(stage, setup, _ -> {}))) {
            follows(screen, "Which mail address");
            screen.text("al@a.test").keys("<enter>").await("IMAP server");
            follows(screen, "IMAP server");
        }
    }

    @Test
    void aLongNameLeavesRoomForWhereOneIs() throws Exception {
        String name = "lists/" + "swallow-".repeat(10);
        var mail = mail();
        mail.deliver(name, mail.in("INBOX").getFirst(), new byte[0]);
        var screen = new FakeScreen(40, 10);
        try (var _ = RunningStage.mail(screen, mail, RunningStage.settings(folder))) {
            screen.await("1/60").keys(":").text("go lists").keys("<enter>");
            screen.await("lists/swal").await("1/1");
            screen.resize(20, 5);
            screen.await("1/1");
        }
    }

    @Test
    void whatIsWrittenIsSeenOnTheSmallestScreen() throws Exception {
        var screen = new FakeScreen(20, 5);
        try (var _ = RunningStage.mail(screen, mail(), RunningStage.settings(folder))) {
            screen.await("김승환").keys("c").await("write ·").text("k@a.test");
            screen.await("k@a.test").keys("<tab>", "<tab>", "<tab>").text("spring");
            screen.await("spring").keys("<tab>").text("a swallow").await("a swallow");
            screen.keys("<S-tab>").await("spring");
        }
    }

    @Test
    void whatIsOnTheSmallestScreenIsWhatIsMeant() throws Exception {
        var screen = new FakeScreen(20, 5);
        try (var _ = RunningStage.mail(screen, mail(), RunningStage.settings(folder))) {
            screen.await("김승환").keys("G").keys("<enter>");
            screen.await("a header", text -> text.contains("From:") || text.contains("회의"));
            assertThat(Arrays.stream(screen.shown().split("\n", -1)).limit(5)).hasSize(5);
        }
    }
}
