package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.QuotaWarnings.Due;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// When owners are told how full they are: once for each crossing from below, whatever happens
/// between.
final class QuotaWarningsTest {
    private static final int RUNS = 3;
    private static final int CHANGES = 80;
    private static final NewMessage NOTICE = Stores.message("you are nearly full");

    @TempDir Path directory;

    private static MailStore open(Path at) throws IOException {
        return EmbeddedStore.open(at, StoreLimits.STANDARD, InstantSource.system());
    }

    /// What has to be told, and how full the account is, as it should be.
    private static final class Model {
        private long octetsLimit;
        private long messagesLimit;
        private long octets;
        private long messages;
        private int warned;
        private final List<Integer> expected = new ArrayList<>();
        private final List<Integer> told = new ArrayList<>();

        private static boolean reached(long used, long limit, int percent) {
            var left = BigInteger.valueOf(used).multiply(BigInteger.valueOf(100));
            return limit > 0 && left.compareTo(BigInteger.valueOf(limit * (long) percent)) >= 0;
        }

        private int level() {
            for (int percent : new int[] {95, 80}) {
                if (reached(octets, octetsLimit, percent)
                        || reached(messages, messagesLimit, percent)) {
                    return percent;
                }
            }
            return 0;
        }

        void changed() {
            warned = Math.min(warned, level());
            while (level() > warned) {
                warned = level();
                expected.add(warned);
                octets += NOTICE.content().size();
                messages++;
            }
        }
    }

    @Test
    void eachCrossingIsToldOnce() {
        var run = new int[1];
        Randomly.runs(
                RUNS, "warning.seed", random -> run(directory.resolve("" + run[0]++), random));
    }

    private static void run(Path at, Randomly random) throws Exception {
        var store = open(at);
        try {
            var model = new Model();
            var bob = Stores.account(store, "bob");
            for (int i = 0; i < CHANGES; i++) {
                change(store, bob, model, random);
                if (random.oneIn(15)) {
                    store.close();
                    if (random.oneIn(2)) {
                        Files.delete(at.resolve("meta/mail.mv.db"));
                    }
                    store = open(at);
                }
                model.changed();
                for (var due = store.warnings().due();
                        !due.isEmpty();
                        due = store.warnings().due()) {
                    assertThat(store.warnings().warn(due.getFirst(), NOTICE)).isTrue();
                    model.told.add(due.getFirst().level());
                }
                assertThat(model.told).isEqualTo(model.expected);
                var quota = store.quota(bob.id());
                assertThat(quota.octetsUsed()).isEqualTo(model.octets);
                assertThat(quota.messagesUsed()).isEqualTo(model.messages);
            }
        } finally {
            store.close();
        }
    }

    private static void change(MailStore store, Account bob, Model model, Randomly random)
            throws IOException {
        switch (random.between(0, 9)) {
            case 0, 1, 2, 3, 4, 5 -> deliver(store, bob, model, random);
            case 6, 7 -> expunge(store, bob, model, random);
            case 8 -> {
                model.octetsLimit = random.oneIn(4) ? 0 : random.between(1_000L, 40_000L);
                store.directory().quota(bob.address(), model.octetsLimit, model.messagesLimit);
            }
            case 9 -> {
                model.messagesLimit = random.oneIn(3) ? 0 : random.between(1L, 60L);
                store.directory().quota(bob.address(), model.octetsLimit, model.messagesLimit);
            }
            default -> throw new AssertionError();
        }
    }

    private static void deliver(MailStore store, Account bob, Model model, Randomly random)
            throws IOException {
        var content = Stores.text("x", "y".repeat(random.small(4_000)));
        boolean fits = store.quota(bob.id()).fits(content.size(), 1);
        var outcome = store.accept(Stores.incoming(content, List.of(Stores.inbox(bob)), List.of()));
        assertThat(outcome instanceof Acceptance.Accepted).isEqualTo(fits);
        if (fits) {
            model.octets += content.size();
            model.messages++;
        }
    }

    private static void expunge(MailStore store, Account bob, Model model, Randomly random)
            throws IOException {
        try (var inbox = Stores.inbox(store, bob)) {
            var gone = new ArrayList<Long>();
            inbox.forEach(
                    UidSet.ALL,
                    message -> {
                        if (random.oneIn(3)) {
                            gone.add(message.uid().value());
                            model.octets -= message.size();
                            model.messages--;
                        }
                    });
            inbox.remove(UidSet.of(gone.stream().mapToLong(u -> u).toArray()));
        }
    }

    @Test
    void whoWatchesIsCalledAndTwoWhoTellTellOnce() throws Exception {
        try (var store = open(directory)) {
            var bob = Stores.account(store, "bob", 0, 5);
            var rung = new AtomicInteger();
            try (var watch = store.warnings().watch(rung::incrementAndGet)) {
                Stores.deliver(store, "1", bob);
                Stores.deliver(store, "2", bob);
                Stores.deliver(store, "3", bob);
                assertThat(store.warnings().due()).isEmpty();
                Stores.deliver(store, "4", bob);
                Awaitility.await().until(() -> rung.get() > 0);
                assertThat(watch).isNotNull();
            }
            Due due = store.warnings().due().getFirst();
            assertThat(due.level()).isEqualTo(80);
            assertThat(due.account()).isEqualTo(bob);
            Callable<Boolean> tell = () -> store.warnings().warn(due, NOTICE);
            int told = 0;
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var one : executor.invokeAll(List.of(tell, tell, tell, tell))) {
                    told += one.get() ? 1 : 0;
                }
            }
            assertThat(told).isEqualTo(1);
            // the notice itself is the fifth of five
            Due next = store.warnings().due().getFirst();
            assertThat(next.level()).isEqualTo(95);
            assertThat(store.warnings().warn(next, NOTICE)).isTrue();
            assertThat(store.quota(bob.id()).messagesUsed()).isEqualTo(6);
            assertThat(store.warnings().due()).isEmpty();
            try (var inbox = Stores.inbox(store, bob)) {
                var notice = inbox.content(new Uid(5)).orElseThrow();
                assertThat(notice.octets()).isEqualTo(NOTICE.content().octets());
                assertThat(new String(notice.octets(), StandardCharsets.UTF_8)).contains("full");
            }
        }
    }
}
