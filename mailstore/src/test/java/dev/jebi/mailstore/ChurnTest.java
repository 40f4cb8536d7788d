package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.search.SearchLimits;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Ten times what lives comes and goes: how large the store gets for it, and what a delivery waits
/// for meanwhile, beside the same load without compaction.
@Tag("long")
final class ChurnTest {
    private static final Logger LOG = LoggerFactory.getLogger(ChurnTest.class);
    private static final StoreLimits LIMITS =
            StoreLimits.STANDARD.with(UndeleteLimits.NONE).with(SearchLimits.STANDARD.off());
    private static final int SESSIONS = 4;
    private static final int LIVING = Integer.getInteger("churn.living", 4_000);
    private static final int TIMES = 10;
    private static final int OCTETS = Integer.getInteger("churn.octets", 16 << 10);
    private static final double BOUND = 1.6;

    /// What the disk does not have back yet, of all that was deleted: what lives once, and what is
    /// not worth a collection. Without one it would be ten times what lives.
    private static final long HELD = (long) LIVING * OCTETS + (64 << 20);

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LOOK_EVERY = 64;

    @TempDir Path directory;

    /// @param worst how large the files were at most
    /// @param held octets of deleted files that the disk did not have back, at most
    private record Run(double worst, double last, long held, long median, long p99, long seconds) {}

    @Test
    void theStoreStaysSmallAndDeliveriesFast() throws Exception {
        var without = run("never", LIMITS.with(CompactionLimits.NEVER));
        var with = run("compacted", LIMITS);
        LOG.info("without compaction: {}", without);
        LOG.info("with compaction: {}", with);
        double slower = (double) with.p99() / without.p99();
        LOG.info("p99 ratio={}", slower);
        assertThat(with.worst()).isLessThan(BOUND);
        assertThat(with.last()).isLessThan(BOUND);
        assertThat(with.held()).isLessThan(HELD);
        assertThat(slower).isLessThan(2);
    }

    private Run run(String name, StoreLimits limits) throws Exception {
        Path at = directory.resolve(name);
        var nanos = new long[SESSIONS][];
        var worst = new Worst(at, new AtomicLong(), new AtomicLong());
        long begin = System.nanoTime();
        try (var store = EmbeddedStore.open(at, limits, InstantSource.system());
                var sessions = Executors.newFixedThreadPool(SESSIONS)) {
            for (int i = 0; i < SESSIONS; i++) {
                var user = Stores.account(store, "user" + i);
                int number = i;
                var _ =
                        sessions.submit(() -> {
                            nanos[number] = churn(store, user, number, worst);
                            return true;
                        });
            }
            sessions.shutdown();
            assertThat(sessions.awaitTermination(20, java.util.concurrent.TimeUnit.MINUTES))
                    .isTrue();
            long seconds = (System.nanoTime() - begin) / 1_000_000_000;
            var all = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
            var stats = store.upkeep().orElseThrow().stats();
            LOG.info("{} {} disk={}", name, stats, Sizes.octets(at));
            if (!limits.compaction().interval().isZero()) {
                Awaitility.await().atMost(SOON).until(() -> ratio(at) < BOUND);
            }
            return new Run(
                    worst.ratio.get() / 1e6,
                    ratio(at),
                    worst.held.get(),
                    all[all.length / 2] / 1_000,
                    all[all.length / 100 * 99] / 1_000,
                    seconds);
        }
    }

    private static double ratio(Path at) throws IOException {
        long constant = CompactionLimits.STANDARD.constant();
        return (double) (Sizes.octets(at) - constant) / ((long) LIVING * OCTETS);
    }

    private record Worst(Path at, AtomicLong ratio, AtomicLong held) {
        void look() throws IOException {
            ratio.accumulateAndGet((long) (ChurnTest.ratio(at) * 1e6), Math::max);
            held.accumulateAndGet(DeletedFiles.octets(at), Math::max);
        }
    }

    /// Delivers, and once there is enough removes any other message for each.
    private static long[] churn(MailStore store, Account user, int number, Worst worst)
            throws IOException {
        var random = new Randomly(number);
        var content = Content.concat(Stores.text("churn", ""), Content.of(random.octets(OCTETS)));
        var message = Stores.incoming(content, List.of(Stores.inbox(user)), List.of());
        int living = LIVING / SESSIONS;
        var nanos = new long[living * TIMES];
        var there = new ArrayDeque<Long>();
        try (var inbox = Stores.inbox(store, user)) {
            for (int i = 0; i < nanos.length + living; i++) {
                long start = System.nanoTime();
                store.accept(message);
                if (i >= living) {
                    nanos[i - living] = System.nanoTime() - start;
                }
                there.add(i + 1L);
                if (there.size() > living) {
                    // most of what goes is young, some is old: segments are left half full
                    long gone = random.oneIn(2) ? there.removeFirst() : there.removeLast();
                    inbox.remove(UidSet.of(gone));
                }
                if (number == 0 && i > living && i % LOOK_EVERY == 0) {
                    worst.look();
                }
            }
        }
        return nanos;
    }
}
