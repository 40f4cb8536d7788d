package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.cluster.ClusterLimits;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import javax.sql.DataSource;

/// How many deliveries a second one node, and two nodes, bring into a PostgreSQL that syncs, on
/// this same machine.
@Tag("long")
final class ClusterSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterSpeedTest.class);
    private static final long NANOS = 5_000_000_000L;
    private static final int ACCOUNTS = 20;

    @TempDir Path directory;

    @Test
    void deliveriesPerSecond() throws Exception {
        try (var server = Postgres.durable(directory.resolve("pg"))) {
            var database = Postgres.empty(server);
            measure(database, 1, 50, 4 << 10); // warms up
            measure(database, 1, 1, 4 << 10);
            measure(database, 1, 50, 4 << 10);
            measure(database, 1, 200, 4 << 10);
            measure(database, 2, 200, 4 << 10);
            measure(database, 1, 50, 50 << 10);
        }
    }

    private static MailStore node(DataSource database, String name) throws IOException {
        return ClusterStore.open(
                database,
                ClusterSettings.of("jdbc:postgresql:", name),
                ClusterLimits.STANDARD,
                StoreLimits.STANDARD,
                InstantSource.system());
    }

    private static void measure(DataSource database, int count, int threads, int octets)
            throws Exception {
        var nodes = new ArrayList<MailStore>();
        for (int i = 0; i < count; i++) {
            nodes.add(node(database, "node" + i));
        }
        var first = nodes.getFirst();
        if (first.directory().accounts().isEmpty()) {
            for (int i = 0; i < ACCOUNTS; i++) {
                Stores.account(first, "user" + i);
            }
        }
        var content = Content.concat(Stores.text("speed", ""), Content.of(new byte[octets]));
        var messages =
                first.directory().accounts().stream()
                        .map(to -> Stores.incoming(content, List.of(Stores.inbox(to)), List.of()))
                        .toList();
        var done = new LongAdder();
        long begin = System.nanoTime();
        try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                int start = i;
                var _ =
                        sessions.submit(() -> {
                            var node = nodes.get(start % count);
                            for (int j = start; System.nanoTime() - begin < NANOS; j++) {
                                node.accept(messages.get(j % messages.size()));
                                done.increment();
                            }
                            return true;
                        });
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        nodes.forEach(MailStore::close);
        LOG.info(
                "nodes={} threads={} octets={} deliveries/s={}",
                count,
                threads,
                octets,
                Math.round(done.sum() / seconds));
    }
}
