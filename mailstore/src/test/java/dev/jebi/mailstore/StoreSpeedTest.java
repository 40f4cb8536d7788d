package dev.jebi.mailstore;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// How many deliveries a second the store takes on this machine's disk, in the build directory, and
/// how long it then takes to open one mailbox and to close.
@Tag("long")
final class StoreSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(StoreSpeedTest.class);
    private static final long NANOS = 4_000_000_000L;
    private static final int ACCOUNTS = 20;

    @Test
    void deliveriesPerSecond() throws Exception {
        measure(50, 4 << 10); // warms up
        for (int threads : new int[] {1, 50, 200}) {
            measure(threads, 4 << 10);
        }
        measure(50, 50 << 10);
    }

    private static void measure(int threads, int octets) throws Exception {
        var directory = Files.createTempDirectory(Path.of("target"), "store");
        var store = EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system());
        var accounts = new ArrayList<Account>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(Stores.account(store, "user" + i));
        }
        var done = new LongAdder();
        var content = Content.concat(Stores.text("speed", ""), Content.of(new byte[octets]));
        var messages =
                accounts.stream()
                        .map(to -> Stores.incoming(content, List.of(Stores.inbox(to)), List.of()))
                        .toList();
        long begin = System.nanoTime();
        try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                int first = i;
                var _ =
                        sessions.submit(() -> {
                            deliver(store, messages, first, begin, done);
                            return true;
                        });
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long open = System.nanoTime();
        int there;
        try (var inbox = Stores.inbox(store, accounts.getFirst())) {
            there = inbox.uids().length;
        }
        long close = System.nanoTime();
        store.close();
        LOG.info(
                "threads={} octets={} deliveries/s={} open-ms={} messages={} close-ms={}",
                threads,
                octets,
                Math.round(done.sum() / seconds),
                (close - open) / 1_000_000,
                there,
                (System.nanoTime() - close) / 1_000_000);
        remove(directory);
    }

    private static void deliver(
            MailStore store, List<Incoming> messages, int first, long begin, LongAdder done)
            throws IOException {
        for (int i = first; System.nanoTime() - begin < NANOS; i++) {
            store.accept(messages.get(i % messages.size()));
            done.increment();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
