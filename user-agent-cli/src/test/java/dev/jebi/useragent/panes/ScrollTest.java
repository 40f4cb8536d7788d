package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.local.Delta;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// From a key to the screen, in a mailbox of a hundred thousand messages on the disk.
@Tag("long")
class ScrollTest {
    private static final int MESSAGES = 100_000;
    private static final int KEYS = 400;

    @TempDir private Path folder;

    @Test
    void noKeyMakesAnybodyWait() throws Exception {
        var mail = new AccountMail(account(), filled(), InstantSource.system(), folder);
        var screen = new FakeScreen(200, 50);
        var settings = Settings.in(folder.resolve("p"), Map.of("TERM", "xterm"));
        var stage = new Stage(screen, InstantSource.system(), settings);
        var view = new MailView(stage, mail, MemoryMail.ALONE, ZoneOffset.UTC);
        stage.open(view);
        var end = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        stage.run();
                        end.complete(null);
                    } catch (IOException | InterruptedException e) {
                        end.completeExceptionally(e);
                    }
                });
        stage.post(() -> view.start("INBOX"));
        screen.await("message 100000");
        var times = new ArrayList<Duration>();
        for (int i = 0; i < KEYS; i++) {
            String key = List.of("j", "<pagedown>", "<pagedown>", "k", "<C-d>").get(i % 5);
            times.add(press(screen, i % 100 == 50 ? "G" : i % 100 == 75 ? "<home>" : key));
        }
        screen.gone();
        end.get(30, TimeUnit.SECONDS);
        times.sort(null);
        Duration p95 = times.get(KEYS * 95 / 100);
        LoggerFactory.getLogger(ScrollTest.class)
                .info(
                        "event=scroll messages={} keys={} p50={} p95={} longest={}",
                        MESSAGES,
                        KEYS,
                        times.get(KEYS / 2),
                        p95,
                        times.getLast());
        assertThat(p95).isLessThan(Duration.ofMillis(50));
    }

    private static Duration press(FakeScreen screen, String key) {
        long before = screen.shows();
        long begun = System.nanoTime();
        screen.keys(key).await("drawn anew", _ -> screen.shows() > before);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Account account() {
        Map<String, String> values =
                Map.of("user", "al@a.test", "imap", "127.0.0.1:1", "smtp", "127.0.0.1:1");
        return new Account("a", key -> Optional.ofNullable(values.get(key)), () -> "secret");
    }

    private LocalStore filled() throws IOException {
        var around = new Surroundings(folder, folder, folder, Map.of(), false);
        LocalStore store = LocalStore.of(around, account());
        var some = new ArrayList<Envelope>();
        for (int i = 1; i <= MESSAGES; i++) {
            Instant date = Instant.ofEpochSecond(1_600_000_000L + i * 60L);
            some.add(MemoryMail.envelope(i, "김 <kim@a.test>", "message " + i, i % 9_000, date));
            if (some.size() == 10_000) {
                store.mailbox("INBOX").apply(Delta.fresh(some));
                some.clear();
            }
        }
        return store;
    }
}
