package dev.jebi.mailstore.journal;

import static dev.jebi.mailstore.journal.Journals.append;
import static dev.jebi.mailstore.journal.Journals.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// Who brings one change after the other, and nobody else does, commits them by himself.
final class LoneWriterTest {
    /// More than must have come alone before.
    private static final int SOME = 20;

    private final MemoryDisk disk = new MemoryDisk();
    private final CompletableFuture<JournalFailed> told = new CompletableFuture<>();

    private Journal open(Disk on) throws IOException {
        return Journal.open(on, Journals.LIMITS, 0, (lsn, type, meta, body) -> {}, told::complete);
    }

    /// An entry that knows which thread has committed it.
    private static final class Signed implements Entry {
        private final TextEntry entry;
        private Optional<Thread> by = Optional.empty();

        Signed(String meta, String body) {
            this.entry = new TextEntry(meta, body);
        }

        boolean byWhoeverBroughtIt() {
            return by.orElseThrow().equals(Thread.currentThread());
        }

        @Override
        public byte type() {
            return entry.type();
        }

        @Override
        public int maxMeta() {
            return entry.maxMeta();
        }

        @Override
        public Content body() {
            return entry.body();
        }

        @Override
        public Optional<ByteBuffer> prepare(long lsn) {
            by = Optional.of(Thread.currentThread());
            return entry.prepare(lsn);
        }

        @Override
        public void durable(long lsn, ContentLocation body) {
            assertThat(by).contains(Thread.currentThread());
            entry.durable(lsn, body);
        }
    }

    private static boolean alone(Journal journal, String meta, String body) throws IOException {
        var entry = new Signed(meta, body);
        assertThat(journal.append(entry)).isTrue();
        assertThat(journal.durableLsn()).isGreaterThan(entry.entry.lsn());
        return entry.byWhoeverBroughtIt();
    }

    @Test
    void whoComesAloneCommitsByHimselfAndWithCompanyTheThreadDoes() throws Exception {
        var expected = new ArrayList<String>();
        try (var journal = open(disk)) {
            for (int i = 0; i < SOME; i++) {
                expected.add("a" + i);
                boolean alone = alone(journal, "a" + i, "x");
                assertThat(alone).isEqualTo(i >= 8);
            }
            together(journal, 5);
            assertThat(alone(journal, "b", "")).isFalse();
        }
        assertThat(replay(disk, 0)).startsWith(expected.toArray(String[]::new)).hasSize(SOME + 6);
    }

    /// Hands in several while one is synced.
    private void together(Journal journal, int count) throws Exception {
        var gate = disk.gate();
        var failures = new ConcurrentLinkedQueue<Exception>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            var thread = Thread.startVirtualThread(() -> appends(journal, failures));
            while (thread.getState() != Thread.State.WAITING) { // at the gate, or for its turn
                assertThat(thread.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            threads.add(thread);
        }
        gate.open();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private static void appends(Journal journal, Queue<Exception> failures) {
        try {
            append(journal, "together", "x");
        } catch (IOException e) {
            failures.add(e);
        }
    }

    @Test
    void aSegmentThatIsFullEndsAsItDoesForMany() throws Exception {
        var expected = IntStream.range(0, 100).mapToObj(i -> "n" + i).toList();
        try (var journal = open(disk)) {
            for (String meta : expected) {
                append(journal, meta, "x".repeat(20_000));
            }
            assertThat(journal.segments()).hasSizeGreaterThan(5);
        }
        assertThat(replay(disk, 0)).isEqualTo(expected);
    }

    @Test
    void interruptsDisturbNobody(@TempDir Path directory) throws Exception {
        var ended = new AtomicBoolean();
        try (var journal = open(new FileDisk(directory));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = new CompletableFuture<Thread>();
            var written =
                    threads.submit(() -> {
                        writer.complete(Thread.currentThread());
                        int alone = 0;
                        try {
                            for (int i = 0; i < 500; i++) {
                                alone += alone(journal, "n" + i, "x".repeat(5_000)) ? 1 : 0;
                            }
                        } finally {
                            ended.set(true);
                        }
                        return alone;
                    });
            while (!ended.get()) {
                writer.get().interrupt();
                Thread.onSpinWait();
            }
            assertThat(written.get(1, TimeUnit.MINUTES)).isGreaterThan(400);
            assertThat(journal.failed()).isFalse();
        }
        assertThat(replay(new FileDisk(directory), 0)).hasSize(500);
    }

    @Test
    void aFailedSyncStopsTheJournalForGood() throws Exception {
        var journal = open(disk);
        for (int i = 0; i < SOME; i++) {
            append(journal, "good", "");
        }
        disk.failSyncs();
        assertThatThrownBy(() -> append(journal, "lost", "x")).isInstanceOf(JournalFailed.class);
        assertThat(told.get(1, TimeUnit.MINUTES)).hasMessageContaining("sync failed");
        assertThat(journal.failed()).isTrue();
        assertThatThrownBy(() -> append(journal, "later", "")).isInstanceOf(JournalFailed.class);
        journal.close();
        assertThat(replay(disk.copy(), 0)).startsWith("good");
    }

    @Test
    void whoComesMeanwhileWaitsForHimAndNotForEver() throws Exception {
        try (var journal = open(disk)) {
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < SOME; i++) {
                    append(journal, "n", "");
                }
                together(journal, 3);
            }
        }
        assertThat(replay(disk, 0)).hasSize(10 * (SOME + 3));
    }

    @Test
    void aJournalThatIsClosedMeanwhileLetsHimThrough() throws Exception {
        var journal = open(disk);
        for (int i = 0; i < SOME; i++) {
            append(journal, "n", "");
        }
        var gate = disk.gate();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var last = threads.submit(() -> append(journal, "last", ""));
            gate.await();
            var closed = threads.submit(journal::close);
            gate.open();
            last.get(1, TimeUnit.MINUTES);
            closed.get(1, TimeUnit.MINUTES);
        }
        assertThat(replay(disk, 0)).hasSize(SOME + 1).endsWith("last");
        assertThatThrownBy(() -> append(journal, "later", "")).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsRefusedOrWithdrawnLeavesTheTailToOthers() throws Exception {
        try (var journal = open(disk)) {
            for (int i = 0; i < SOME; i++) {
                append(journal, "n", "");
            }
            for (Entry none : List.of(new Refused(true), new Refused(false))) {
                try {
                    assertThat(journal.append(none)).isFalse();
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessage("refused");
                }
                append(journal, "m", "");
            }
        }
        assertThat(replay(disk, 0)).hasSize(SOME + 2);
    }

    private record Refused(boolean loudly) implements Entry {
        @Override
        public byte type() {
            return 7;
        }

        @Override
        public int maxMeta() {
            return 10;
        }

        @Override
        public Optional<ByteBuffer> prepare(long lsn) {
            if (loudly) {
                throw new IllegalArgumentException("refused");
            }
            return Optional.empty();
        }

        @Override
        public void durable(long lsn, ContentLocation body) {
            throw new AssertionError("nobody writes it");
        }
    }
}
