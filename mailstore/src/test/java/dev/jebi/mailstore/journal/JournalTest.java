package dev.jebi.mailstore.journal;

import static dev.jebi.mailstore.journal.Journals.LIMITS;
import static dev.jebi.mailstore.journal.Journals.append;
import static dev.jebi.mailstore.journal.Journals.open;
import static dev.jebi.mailstore.journal.Journals.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jebi.content.Content;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

final class JournalTest {
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void appendedIsReadBackAndReplayed() throws Exception {
        try (var journal = open(disk)) {
            var entry = append(journal, "meta", "the body");
            assertThat(journal.read(entry.location()).octets()).asString().isEqualTo("the body");
            assertThat(journal.meta(entry.lsn())).isEqualTo(UTF_8.encode("meta"));
            assertThat(journal.verify(entry.lsn())).isTrue();
            assertThat(journal.durableLsn()).isGreaterThan(entry.lsn());
            assertThat(entry.prepared()).isEqualTo(entry.lsn());
        }
        assertThat(replay(disk, 0)).containsExactly("meta");
    }

    @Test
    void replaysOnlyWhatIsBehindTheApplied() throws Exception {
        long second;
        try (var journal = open(disk)) {
            append(journal, "1", "a");
            second = append(journal, "2", "").lsn();
            append(journal, "3", "c");
        }
        assertThat(replay(disk, second)).containsExactly("3");
        assertThat(replay(disk, 0)).containsExactly("1", "2", "3");
    }

    @Test
    void goesOnOverManySegments() throws Exception {
        var expected = new ArrayList<String>();
        var entries = new ArrayList<TextEntry>();
        try (var journal = open(disk)) {
            for (int i = 0; i < 100; i++) {
                entries.add(append(journal, "n" + i, "x".repeat(20_000)));
                expected.add("n" + i);
            }
            assertThat(journal.segments()).hasSizeGreaterThan(5);
            assertThat(journal.read(entries.getFirst().location()).size()).isEqualTo(20_000);
        }
        assertThat(replay(disk, 0)).isEqualTo(expected);
        assertThat(replay(disk, entries.get(60).lsn())).isEqualTo(expected.subList(61, 100));
        try (var journal = open(disk)) {
            append(journal, "n100", "");
        }
        expected.add("n100");
        assertThat(replay(disk, 0)).isEqualTo(expected);
    }

    /// Each segment once, when so much has been written behind it; what was there before is not
    /// ours to judge.
    @Test
    void whatWasWrittenLongAgoIsCold() throws Exception {
        try (var journal = open(disk)) {
            append(journal, "of an earlier process", "x".repeat(200_000));
        }
        var earlier = disk.list();
        try (var journal = open(disk)) {
            for (int i = 0; i < 200; i++) {
                append(journal, "n" + i, "x".repeat(20_000));
            }
            var segments = journal.segments();
            long end = segments.getLast().base();
            var cold =
                    segments.stream()
                            .filter(one -> one.base() + one.octets() <= end - LIMITS.warmOctets())
                            .map(one -> Segment.name(one.base()))
                            .filter(name -> !earlier.contains(name))
                            .toList();
            assertThat(cold).hasSizeGreaterThan(5);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(disk.cold()).containsExactlyInAnyOrderElementsOf(cold));
        }
    }

    @Test
    void anEntryLargerThanASegmentGetsItsOwn() throws Exception {
        var large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        var entry = new TextEntry("large", Content.of(large));
        try (var journal = open(disk)) {
            append(journal, "before", "b");
            journal.append(entry);
            append(journal, "behind", "b");
            assertThat(journal.read(entry.location()).octets()).isEqualTo(large);
            assertThat(journal.read(entry.location().part(5, 10)).octets())
                    .isEqualTo(java.util.Arrays.copyOfRange(large, 5, 15));
        }
        assertThat(replay(disk, 0)).containsExactly("before", "large", "behind");
    }

    @Test
    void worksOnARealDirectory(@TempDir Path directory) throws Exception {
        var bodies = new ArrayList<TextEntry>();
        try (var journal = open(new FileDisk(directory))) {
            for (int i = 0; i < 50; i++) {
                bodies.add(append(journal, "n" + i, "body " + i + "x".repeat(20_000)));
            }
            for (TextEntry entry : bodies) {
                assertThat(journal.verify(entry.lsn())).isTrue();
                assertThat(journal.read(entry.location()).octets(0, 5))
                        .asString()
                        .isEqualTo("body ");
                var range = journal.read(entry.location()).file().orElseThrow();
                var octets = ByteBuffer.allocate(5);
                range.channel().read(octets, range.position());
                assertThat(octets.array()).asString().isEqualTo("body ");
            }
        }
        assertThat(replay(new FileDisk(directory), 0)).hasSize(50);
    }

    @Test
    void anInterruptedReaderSpoilsNothingForOthers(@TempDir Path directory) throws Exception {
        try (var journal = open(new FileDisk(directory))) {
            var entry = append(journal, "m", "body");
            Thread.currentThread().interrupt();
            assertThat(journal.read(entry.location()).octets()).asString().isEqualTo("body");
            append(journal, "interrupted", "still durable");
            assertThat(Thread.interrupted()).isTrue();
            append(journal, "behind", "");
            assertThat(journal.read(entry.location()).octets()).asString().isEqualTo("body");
        }
        assertThat(replay(new FileDisk(directory), 0))
                .containsExactly("m", "interrupted", "behind");
    }

    @Test
    void manyWaitersShareASync() throws Exception {
        var order = new ArrayList<Long>();
        try (var journal = open(disk)) {
            var gate = disk.gate();
            int before = disk.syncs();
            var coming = new CountDownLatch(200);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Boolean>> appends =
                        IntStream.range(0, 200)
                                .mapToObj(i ->
                                        threads.submit(() -> {
                                            coming.countDown();
                                            return journal.append(ordered(order));
                                        }))
                                .toList();
                coming.await(); // or each may come when the one before has its sync already
                gate.open();
                for (var append : appends) {
                    assertThat(append.get()).isTrue();
                }
            }
            assertThat(disk.syncs() - before).isLessThan(100);
        }
        assertThat(order).hasSize(200).isSorted().doesNotHaveDuplicates();
        assertThat(replay(disk, 0)).hasSize(200);
    }

    @Test
    void whoWithdrawsForWhatStandsBeforeIsToldWhenThatIsDurable() throws Exception {
        var before = new TextEntry("before", "");
        var durable = new ArrayList<Boolean>();
        var asked = new AtomicBoolean();
        try (var journal = open(disk)) {
            var gate = disk.gate();
            var first = appending(journal, new TextEntry("first", ""));
            gate.await();
            var second = appending(journal, before);
            var withdrawing =
                    appending(
                            journal,
                            withdrawn(() -> {
                                asked.set(true);
                                return Optional.empty();
                            }),
                            () -> durable.add(before.lsn() > 0));
            gate.pass();
            gate.await();
            while (!asked.get()) { // not yet the sync of what is written before it
                gate.pass();
                gate.await();
            }
            boolean early = withdrawing.join(Duration.ofMillis(100));
            gate.open();
            assertThat(early).isFalse();
            for (Thread thread : List.of(first, second, withdrawing)) {
                thread.join();
            }
        }
        assertThat(durable).containsExactly(true);
    }

    private static Thread appending(Journal journal, Entry entry) {
        return appending(journal, entry, () -> {});
    }

    /// A thread that waits for its entry, which stands in the queue.
    private static Thread appending(Journal journal, Entry entry, Runnable then) {
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                journal.append(entry);
                                then.run();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        waits(thread);
        return thread;
    }

    private static void waits(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    @Test
    void aWithdrawnOrRefusedEntryIsNotWritten() throws Exception {
        try (var journal = open(disk)) {
            assertThat(journal.append(withdrawn(Optional::empty))).isFalse();
            var refused =
                    withdrawn(() -> {
                        throw new IllegalArgumentException("refused");
                    });
            assertThatThrownBy(() -> journal.append(refused)).hasMessage("refused");
            append(journal, "good", "");
        }
        assertThat(replay(disk, 0)).containsExactly("good");
    }

    @Test
    void contentThatEndsTooEarlyFailsItsCallerOnly() throws Exception {
        try (var journal = open(disk)) {
            var shorter =
                    new Content() {
                        @Override
                        public long size() {
                            return 10;
                        }

                        @Override
                        public int read(long offset, ByteBuffer into) {
                            return 0;
                        }
                    };
            assertThatThrownBy(() -> journal.append(new TextEntry("m", shorter)))
                    .isInstanceOf(IOException.class);
            append(journal, "good", "");
            assertThat(journal.failed()).isFalse();
        }
    }

    @Test
    void aRecordLongerThanItsBoundIsWrittenWhereItFits() throws Exception {
        try (var journal = open(disk)) {
            journal.append(
                    withdrawn(() -> Optional.of(ByteBuffer.wrap("longer than 8".getBytes(UTF_8)))));
            append(journal, "behind", "");
        }
        assertThat(replay(disk, 0)).containsExactly("longer than 8", "behind");
    }

    @Test
    void aClosedJournalTakesNothing() throws Exception {
        var journal = open(disk);
        journal.close();
        assertThatThrownBy(() -> append(journal, "m", "")).hasMessageContaining("closed");
    }

    private static Entry ordered(List<Long> order) {
        return new Entry() {
            @Override
            public byte type() {
                return 1;
            }

            @Override
            public int maxMeta() {
                return 8;
            }

            @Override
            public Optional<ByteBuffer> prepare(long lsn) {
                return Optional.of(ByteBuffer.allocate(8));
            }

            @Override
            public void durable(long lsn, ContentLocation body) {
                order.add(lsn);
            }
        };
    }

    private static Entry withdrawn(java.util.function.Supplier<Optional<ByteBuffer>> prepare) {
        return new Entry() {
            @Override
            public byte type() {
                return 1;
            }

            @Override
            public int maxMeta() {
                return 8;
            }

            @Override
            public Optional<ByteBuffer> prepare(long lsn) {
                return prepare.get();
            }

            @Override
            public void durable(long lsn, ContentLocation body) {}
        };
    }
}
