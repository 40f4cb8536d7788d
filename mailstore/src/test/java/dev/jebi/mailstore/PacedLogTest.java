package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Entry;
import dev.jebi.mailstore.journal.Log;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Who waits for compaction, and how long.
final class PacedLogTest {
    private static final int OCTETS = 256 << 10;

    private final AtomicInteger taken = new AtomicInteger();

    private final Log log =
            new Log() {
                @Override
                public boolean append(Entry entry) {
                    taken.incrementAndGet();
                    return true;
                }

                @Override
                public Content read(ContentLocation location) {
                    return Content.of(new byte[(int) location.size()]);
                }
            };

    private record Octets(int size) implements Entry {
        @Override
        public byte type() {
            return 1;
        }

        @Override
        public int maxMeta() {
            return 0;
        }

        @Override
        public Content body() {
            return Content.of(new byte[size]);
        }

        @Override
        public Optional<ByteBuffer> prepare(long lsn) {
            return Optional.empty();
        }

        @Override
        public void durable(long lsn, ContentLocation body) {
            throw new AssertionError("nobody writes it");
        }
    }

    private long nanos(double share, int size) throws IOException {
        var paced = new PacedLog(log, () -> share);
        long start = System.nanoTime();
        assertThat(paced.append(new Octets(size))).isTrue();
        return System.nanoTime() - start;
    }

    @Test
    void whoBringsOctetsWaitsTheLongerTheLargerTheStoreIs() throws IOException {
        long half = PacedLog.nanos(OCTETS, 0.5);
        assertThat(half).isPositive();
        assertThat(PacedLog.nanos(OCTETS, 1)).isEqualTo(2 * half);
        assertThat(PacedLog.nanos(2 * OCTETS, 0.5)).isEqualTo(2 * half);
        assertThat(nanos(0.5, OCTETS)).isGreaterThanOrEqualTo(half);
        assertThat(nanos(1, OCTETS)).isGreaterThanOrEqualTo(2 * half);
    }

    @Test
    void nobodyWaitsForEver() {
        assertThat(PacedLog.nanos(OCTETS, 1_000_000)).isEqualTo(PacedLog.nanos(OCTETS, 4));
        assertThat(PacedLog.nanos(1L << 40, 1)).isEqualTo(PacedLog.MOST_NANOS);
        assertThat(PacedLog.nanos(OCTETS, -1)).isZero();
    }

    @Test
    void aStepIsSeenBitByBitAndSoonForgottenHoweverLargeItWas() {
        long step = TimeUnit.MILLISECONDS.toNanos(10);
        assertThat(Growth.seen(0, 1, step)).isBetween(0.05, 0.2);
        assertThat(Growth.seen(0, 1, TimeUnit.SECONDS.toNanos(1))).isEqualTo(1);
        double seen = Growth.seen(0, 1e9, TimeUnit.SECONDS.toNanos(1));
        for (int i = 0; i < 30; i++) {
            seen = Growth.seen(seen, -1, step);
        }
        assertThat(seen).isBetween(0.0, 0.25);
    }

    @Test
    void whatBringsNoOctetsDoesNotWaitForThoseThatDo() throws Exception {
        var asked = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var paced =
                new PacedLog(
                        log,
                        () -> {
                            asked.countDown();
                            assertThat(uninterrupted(told)).isTrue();
                            return 0.1;
                        });
        try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = sessions.submit(() -> paced.append(new Octets(OCTETS)));
            asked.await();
            for (int i = 0; i < 1_000; i++) {
                assertThat(paced.append(new Octets(0))).isTrue();
            }
            assertThat(taken).hasValue(1_000);
            told.countDown();
            assertThat(waiting.get()).isTrue();
        }
        assertThat(taken).hasValue(1_001);
    }

    private static boolean uninterrupted(CountDownLatch told) {
        try {
            return told.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allTogetherAreHeldToOneRate() throws Exception {
        var paced = new PacedLog(log, () -> 1);
        long start = System.nanoTime();
        try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                var _ = sessions.submit(() -> paced.append(new Octets(OCTETS)));
            }
        }
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(4 * PacedLog.nanos(OCTETS, 1));
        assertThat(taken).hasValue(4);
    }

    @Test
    void anInterruptEndsNoWait() throws Exception {
        var paced = new PacedLog(log, () -> 1);
        var kept = new ArrayList<Boolean>();
        var nanos = new ArrayList<Long>();
        var thread =
                Thread.ofVirtual()
                        .start(() -> {
                            Thread.currentThread().interrupt();
                            long start = System.nanoTime();
                            try {
                                kept.add(paced.append(new Octets(OCTETS)));
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                            nanos.add(System.nanoTime() - start);
                            kept.add(Thread.interrupted());
                        });
        thread.join();
        assertThat(kept).isEqualTo(List.of(true, true));
        assertThat(nanos.getFirst())
                .isBetween(PacedLog.nanos(OCTETS, 1), TimeUnit.MINUTES.toNanos(1));
    }
}
