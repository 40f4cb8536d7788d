package dev.jebi.mailstore.journal;

import static dev.jebi.mailstore.journal.Journals.append;
import static dev.jebi.mailstore.journal.Journals.open;
import static dev.jebi.mailstore.journal.Journals.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

final class FullDiskTest {
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void aFullDiskRefusesUntilThereIsRoom() throws Exception {
        disk.capacity(1 << 20);
        var expected = new ArrayList<String>();
        try (var journal = open(disk)) {
            TextEntry refused = fill(journal, expected);
            assertThat(refused.prepared()).isZero();
            assertThat(journal.failed()).isFalse();

            append(journal, "expunge", ""); // a record without body still fits
            expected.add("expunge");
            assertThatThrownBy(() -> append(journal, "m", "x".repeat(20_000)))
                    .isInstanceOf(NoRoom.class);

            disk.capacity(4 << 20);
            append(journal, "recovered", "x".repeat(20_000));
            expected.add("recovered");
        }
        assertThat(replay(disk, 0)).isEqualTo(expected);
    }

    @Test
    void aDiskThatLiesAboutItsRoomIsFullToo() throws Exception {
        disk.capacity(1 << 20);
        Disk lying = new LyingDisk(disk);
        var expected = new ArrayList<String>();
        try (var journal = open(lying)) {
            fill(journal, expected);
            disk.capacity(4 << 20);
            append(journal, "recovered", "x".repeat(20_000));
            expected.add("recovered");
        }
        assertThat(replay(disk, 0)).isEqualTo(expected);
    }

    @Test
    void segmentsAreMadeSmallerWhereThereIsLittleRoom() throws Exception {
        disk.capacity(20 << 20);
        var limits = new JournalLimits(64 << 20, 100, 4 << 20, 100, 64L << 20, 0, 0);
        var journal = Journal.open(disk, limits, 0, (lsn, type, meta, body) -> {}, failure -> {});
        try (journal) {
            long written = 0;
            while (true) {
                try {
                    append(journal, "m", "x".repeat(50_000));
                    written += 50_000;
                } catch (NoRoom _) {
                    break;
                }
            }
            assertThat(written).isGreaterThan(16 << 20);
        }
    }

    @Test
    void aFailedSyncStopsTheJournalForGood() throws Exception {
        var told = new CompletableFuture<JournalFailed>();
        var journal =
                Journal.open(
                        disk, Journals.LIMITS, 0, (lsn, type, meta, body) -> {}, told::complete);
        append(journal, "good", "");
        var gate = disk.gate();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var appends = new ArrayList<java.util.concurrent.Future<TextEntry>>();
            for (int i = 0; i < 20; i++) {
                appends.add(threads.submit(() -> append(journal, "lost", "x")));
            }
            disk.failSyncs();
            gate.open();
            for (var append : appends) {
                assertThatThrownBy(append::get).hasCauseInstanceOf(JournalFailed.class);
            }
        }
        assertThat(told.get(1, TimeUnit.MINUTES)).hasMessageContaining("sync failed");
        assertThat(journal.failed()).isTrue();
        assertThatThrownBy(() -> append(journal, "later", "")).isInstanceOf(JournalFailed.class);
        journal.close();
        assertThat(replay(disk.copy(), 0)).startsWith("good");
    }

    @Test
    void aFailedWriteStopsTheJournalForGood() throws Exception {
        var told = new CompletableFuture<JournalFailed>();
        var journal =
                Journal.open(
                        disk, Journals.LIMITS, 0, (lsn, type, meta, body) -> {}, told::complete);
        disk.failWrites();
        assertThatThrownBy(() -> append(journal, "m", "")).isInstanceOf(JournalFailed.class);
        assertThat(told.get(1, TimeUnit.MINUTES)).hasMessageContaining("write failed");
        journal.close();
    }

    private static TextEntry fill(Journal journal, ArrayList<String> expected) throws IOException {
        while (true) {
            var entry = new TextEntry("n" + expected.size(), "x".repeat(20_000));
            try {
                journal.append(entry);
            } catch (NoRoom _) {
                return entry;
            }
            expected.add("n" + expected.size());
        }
    }

    /// As a disk with a quota: the file system has room, the writer gets none.
    private record LyingDisk(MemoryDisk disk) implements Disk {
        @Override
        public java.util.List<String> list() {
            return disk.list();
        }

        @Override
        public LogFile open(String name) throws IOException {
            return disk.open(name);
        }

        @Override
        public LogFile create(String name) {
            return disk.create(name);
        }

        @Override
        public void rename(String from, String to) {
            disk.rename(from, to);
        }

        @Override
        public void delete(String name) {
            disk.delete(name);
        }

        @Override
        public void sync() {
            disk.sync();
        }

        @Override
        public long usable() {
            return 1L << 40;
        }
    }
}
