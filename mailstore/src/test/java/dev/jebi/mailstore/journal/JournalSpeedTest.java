package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How many appends a second the journal takes on this machine's disk, in the build directory.
@Tag("long")
final class JournalSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(JournalSpeedTest.class);
    private static final long NANOS = 3_000_000_000L;

    @Test
    void appendsPerSecond() throws Exception {
        measure(50, 4 << 10); // warms up
        for (int threads : new int[] {1, 50, 200}) {
            measure(threads, 4 << 10);
        }
        measure(50, 50 << 10);
    }

    private static void measure(int threads, int octets) throws Exception {
        var directory = Files.createTempDirectory(Path.of("target"), "journal");
        var journal =
                Journal.open(
                        directory,
                        JournalLimits.STANDARD,
                        0,
                        (lsn, type, meta, body) -> {},
                        failure -> {});
        var done = new LongAdder();
        var slowest = new AtomicLong();
        var content = Content.of(new byte[octets]);
        long begin = System.nanoTime();
        try (journal;
                var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                var _ = sessions.submit(() -> append(journal, content, begin, done, slowest));
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        LOG.info(
                "threads={} octets={} appends/s={} slowest-ms={}",
                threads,
                octets,
                Math.round(done.sum() / seconds),
                slowest.get() / 1_000_000);
        remove(directory);
    }

    private static boolean append(
            Journal journal, Content content, long begin, LongAdder done, AtomicLong slowest)
            throws IOException {
        long now = begin;
        while (now - begin < NANOS) {
            journal.append(
                    new TextEntry("meta of fifty octets or so, as a delivery has it", content));
            long end = System.nanoTime();
            slowest.accumulateAndGet(end - now, Math::max);
            now = end;
            done.increment();
        }
        return true;
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
