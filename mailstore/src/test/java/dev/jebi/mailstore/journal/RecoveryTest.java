package dev.jebi.mailstore.journal;

import static dev.jebi.mailstore.journal.Journals.append;
import static dev.jebi.mailstore.journal.Journals.open;
import static dev.jebi.mailstore.journal.Journals.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

final class RecoveryTest {
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void theTailMayBeCutAtEveryOctet() throws Exception {
        TextEntry last;
        int end;
        MemoryDisk killed;
        try (var journal = open(disk)) {
            append(journal, "first", "body one");
            append(journal, "second", "");
            last = append(journal, "last", "the body of the last record");
            end = (int) journal.durableLsn();
            killed = disk.copy();
        }
        for (int cut = (int) last.lsn(); cut < end; cut++) {
            var copy = killed.copy();
            Arrays.fill(copy.octets(Segment.name(0)), cut, end, (byte) 0);
            boolean onlyPaddingGone = cut >= last.location().position() + last.location().size();
            assertThat(replay(copy, 0))
                    .as("cut at %d", cut)
                    .isEqualTo(
                            onlyPaddingGone
                                    ? List.of("first", "second", "last")
                                    : List.of("first", "second"));
            goesOn(copy);
        }
    }

    @Test
    void garbageBehindTheEndIsNoRecord() throws Exception {
        int end;
        try (var journal = open(disk)) {
            append(journal, "first", "body one");
            end = (int) journal.durableLsn();
        }
        for (int seed = 0; seed < 50; seed++) {
            var copy = disk.copy();
            var garbage = new byte[100_000];
            new Random(seed).nextBytes(garbage);
            System.arraycopy(garbage, 0, copy.octets(Segment.name(0)), end, garbage.length);
            assertThat(replay(copy, 0)).containsExactly("first");
            goesOn(copy);
        }
    }

    @Test
    void aTornBatchLeavesNothingThatComesBack() throws Exception {
        // a batch of equal records, the first torn: those behind it build on it, and a record in
        // its place, of its length, must not bring them to life
        MemoryDisk killed;
        try (var journal = open(disk)) {
            append(journal, "first", "body");
            batch(journal, 5);
            killed = disk.copy();
        }
        var before = replay(killed.copy(), 0);
        int torn = position(killed, "n");
        killed.octets(Segment.name(0))[torn] ^= 1;
        var recovered = replay(killed, 0);
        assertThat(recovered).isEqualTo(before.subList(0, before.indexOf("n")));
        try (var journal = open(killed)) {
            append(journal, "after", "body");
        }
        recovered.add("after");
        assertThat(replay(killed, 0)).isEqualTo(recovered);
        assertThat(replay(killed, 0)).isEqualTo(recovered);
    }

    @Test
    void damageToTheLastBatchOfAJournalThatWasClosedIsNoTornBatch() throws Exception {
        try (var journal = open(disk)) {
            append(journal, "first", "body");
            batch(journal, 5);
        }
        disk.octets(Segment.name(0))[position(disk, "n")] ^= 1;
        assertThat(replay(disk, 0)).containsExactly("first", "gate", "n", "n", "n", "n");
    }

    @Test
    void whatWasRecoveredIsProven() throws Exception {
        MemoryDisk killed;
        try (var journal = open(disk)) {
            append(journal, "first", "body");
            batch(journal, 5);
            killed = disk.copy();
        }
        assertThat(replay(killed, 0)).hasSize(7);
        killed.octets(Segment.name(0))[position(killed, "n")] ^= 1;
        assertThat(replay(killed, 0)).containsExactly("first", "gate", "n", "n", "n", "n");
    }

    @Test
    void damageInTheMiddleHidesNothingBehindIt() throws Exception {
        try (var journal = open(disk)) {
            for (int i = 0; i < 60; i++) {
                append(journal, "n" + i + ";", "body".repeat(3_000));
            }
        }
        for (String spoilt : List.of("n7;", "n20;", "n40;")) {
            for (var file : disk.list()) {
                int at = find(disk.octets(file), spoilt);
                if (at >= 0) {
                    disk.octets(file)[at] ^= 4;
                }
            }
        }
        var expected = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            if (i != 7 && i != 20 && i != 40) {
                expected.add("n" + i + ";");
            }
        }
        assertThat(replay(disk, 0)).isEqualTo(expected);
        goesOn(disk);
    }

    @Test
    void aDamagedBodyKeepsItsRecordWhereItWasAcknowledged() throws Exception {
        TextEntry spoilt;
        try (var journal = open(disk)) {
            spoilt = append(journal, "spoilt", "body of it");
            append(journal, "behind", "");
        }
        disk.octets(Segment.name(0))[(int) spoilt.location().position()] ^= 1;
        assertThat(replay(disk, 0)).containsExactly("spoilt", "behind");
        try (var journal = open(disk)) {
            assertThat(journal.verify(spoilt.lsn())).isFalse();
        }
    }

    @Test
    void whatARecycledSegmentHeldIsNoRecord() throws Exception {
        try (var journal = open(disk)) {
            append(journal, "old", "old body");
        }
        var stale = disk.octets(Segment.name(0)).clone();
        var fresh = new MemoryDisk();
        open(fresh).close();
        // the same octets under a later base, as a recycled segment has them
        try (var journal = open(fresh)) {
            while (journal.segments().size() < 2) {
                append(journal, "n", "x".repeat(20_000));
            }
        }
        var second = fresh.octets(Segment.name(256 << 10));
        int end = second.length / 2;
        System.arraycopy(stale, Segment.HEADER, second, end, stale.length - end - Segment.HEADER);
        assertThat(replay(fresh, 0)).doesNotContain("old");
    }

    @Test
    void theEndOfASegmentWithoutANextOneIsOverwritten() throws Exception {
        int records = 0;
        MemoryDisk atTheEdge = disk;
        try (var journal = open(disk)) {
            while (journal.segments().size() < 2) {
                append(journal, "n" + records++, "x".repeat(20_000));
            }
        }
        // power is cut when the first segment has ended and nothing is in the second
        Arrays.fill(
                disk.octets(Segment.name(256 << 10)),
                Segment.HEADER,
                disk.octets(Segment.name(256 << 10)).length,
                (byte) 0);
        var without = disk.copy();
        without.delete(Segment.name(256 << 10));
        for (MemoryDisk image : List.of(atTheEdge.copy(), without)) {
            assertThat(replay(image, 0)).hasSize(records - 1);
            goesOn(image);
        }
    }

    @Test
    void aLostLogDoesNotGiveOldNumbersAgain() throws Exception {
        long applied;
        try (var journal = open(disk)) {
            append(journal, "a", "x".repeat(50_000));
            applied = append(journal, "b", "x".repeat(50_000)).lsn();
        }
        var empty = new MemoryDisk();
        try (var journal = open(empty, applied, new ArrayList<>())) {
            assertThat(append(journal, "new", "").lsn()).isGreaterThan(applied);
        }
        assertThat(replay(empty, applied)).containsExactly("new");
    }

    @Test
    void segmentsOfTwoStoresAreRefused() throws Exception {
        open(disk).close();
        var other = new MemoryDisk();
        try (var journal = open(other)) {
            while (journal.segments().size() < 2) {
                append(journal, "n", "x".repeat(20_000));
            }
        }
        var foreign = other.octets(Segment.name(256 << 10));
        disk.create(Segment.name(256 << 10)).write(0, java.nio.ByteBuffer.wrap(foreign));
        assertThatThrownBy(() -> open(disk)).hasMessageContaining("another store");
    }

    @Test
    void afterAnyPowerCutEverythingAcknowledgedIsThere() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var power = new MemoryDisk();
            var acknowledged = new ArrayList<String>();
            var journal = open(power);
            for (int i = 0; i < 40; i++) {
                acknowledged.add(append(journal, "a" + i + ";", text(random)).toString());
            }
            // the last batch is written, not synced, when the power goes
            MemoryDisk cut;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var gate = power.gate();
                var ready = new CountDownLatch(8);
                for (int i = 0; i < 8; i++) {
                    String meta = "u" + i + ";";
                    String body = text(random);
                    var unused =
                            threads.submit(() -> {
                                ready.countDown();
                                return append(journal, meta, body);
                            });
                    assertThat(unused).isNotNull();
                }
                gate.await();
                ready.await();
                gate.pass(); // of the first; the others, if there are any, are the next batch
                gate.awaitAWhile();
                cut = power.afterPowerCut(random);
                gate.open();
            }
            journal.close();
            var replayed = replay(cut, 0);
            assertThat(replayed.stream().filter(m -> m.startsWith("a")))
                    .as("seed %d", seed)
                    .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "a" + i + ";").toList());
            assertThat(replayed).doesNotHaveDuplicates();
            goesOn(cut);
            assertThat(acknowledged).hasSize(40);
        }
    }

    private static String text(Random random) {
        return "x".repeat(random.nextInt(12_000));
    }

    /// Appends and recovers once more: what was there is still there, then the new record.
    private static void goesOn(MemoryDisk disk) throws IOException {
        var before = replay(disk, 0);
        try (var journal = open(disk)) {
            append(journal, "new", "new body");
        }
        before.add("new");
        assertThat(replay(disk, 0)).isEqualTo(before);
    }

    /// Appends so that the entries are in one batch.
    private void batch(Journal journal, int count) throws Exception {
        var gate = disk.gate();
        var all = new ArrayList<FutureTask<TextEntry>>();
        all.add(waiting(() -> append(journal, "gate", "body")));
        gate.await();
        for (int i = 0; i < count; i++) {
            all.add(waiting(() -> append(journal, "n", "body")));
        }
        gate.open();
        for (var one : all) {
            one.get();
        }
    }

    /// Starts it and returns when it waits for the journal.
    private static FutureTask<TextEntry> waiting(Callable<TextEntry> call) {
        var task = new FutureTask<>(call);
        var thread = Thread.ofPlatform().start(task);
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
        return task;
    }

    private static int position(MemoryDisk disk, String meta) throws IOException {
        var found = new ArrayList<Long>();
        Journal.open(
                        disk.copy(),
                        Journals.LIMITS,
                        0,
                        (lsn, type, octets, body) -> {
                            if (octets.remaining() == meta.length()) {
                                found.add(body.position() - meta.length());
                            }
                        },
                        failure -> {})
                .close();
        return found.getFirst().intValue();
    }

    private static int find(byte[] octets, String text) {
        return new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
