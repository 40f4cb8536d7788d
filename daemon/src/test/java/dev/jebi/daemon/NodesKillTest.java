package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Three nodes on one PostgreSQL, one of them killed every few seconds under load: what was
/// acknowledged is there once, on all of them; what is for a peer reaches it, and twice only where
/// SMTP itself cannot avoid that. `-Dnodes.kills=` says how often.
@Tag("long")
class NodesKillTest {
    private static final Logger LOG = LoggerFactory.getLogger(NodesKillTest.class);
    private static final int KILLS = 15;
    private static final int BETWEEN_MILLIS = 3_000;
    private static final Duration READY = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private final Ledger ledger = new Ledger();
    private final List<Node> nodes = new ArrayList<>();

    @Test
    void nothingIsLostOrDoubledWhenNodesAreKilled() throws Exception {
        var started = postgres();
        assumeTrue(started.isPresent(), "the binaries of PostgreSQL do not run on this machine");
        try (var database = started.orElseThrow();
                var sink = new Sink()) {
            try {
                startNodes(database, sink);
                var load = new NodesLoad(nodes, ledger);
                long start = System.nanoTime();
                load.start();
                kill(Integer.getInteger("nodes.kills", KILLS));
                long seconds = (System.nanoTime() - start) / 1_000_000_000;
                assertThat(load.stop()).isEmpty();
                awaitDrained(sink);
                LOG.info("seconds={} kills={} {}", seconds, kills(), ledger);
                checkMailboxes();
                new SinkCheck(sink.taken(), ledger, nodes).run();
            } finally {
                nodes.forEach(Node::close);
            }
        }
    }

    private static Optional<EmbeddedPostgres> postgres() {
        try {
            return Optional.of(
                    EmbeddedPostgres.builder()
                            .setPGStartupWait(Duration.ofSeconds(60))
                            .setServerConfig("max_connections", "200")
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .start());
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=test.postgres outcome=skipped", e);
            return Optional.empty();
        }
    }

    private void startNodes(EmbeddedPostgres database, Sink sink) throws Exception {
        for (int i = 1; i <= 3; i++) {
            nodes.add(
                    new Node(
                            "n" + i,
                            folder,
                            "hostname=n" + i + ".test",
                            "store.url=" + database.getJdbcUrl("postgres", "postgres"),
                            "relay.routes=peer.test=127.0.0.1:" + sink.port(),
                            "queue.retry=1s"));
        }
        nodes.getFirst().start();
        var first = nodes.getFirst().server().orElseThrow();
        assertThat(first.admin("", "domain", "add", "a.test").exitCode()).isZero();
        for (String account : NodesLoad.ACCOUNTS) {
            first.withAccount(account + "@a.test");
        }
        for (Node node : nodes.subList(1, nodes.size())) {
            node.start();
        }
    }

    private void kill(int times) throws Exception {
        var random = new Random();
        var never = new CountDownLatch(1);
        List<Thread> starts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            assertThat(never.await(BETWEEN_MILLIS + random.nextInt(1_000), TimeUnit.MILLISECONDS))
                    .isFalse();
            Awaitility.await().atMost(READY).until(() -> ready().size() > 1);
            var ready = ready();
            starts.add(ready.get(random.nextInt(ready.size())).killAndStart());
        }
        for (Thread start : starts) {
            start.join();
        }
        assertThat(nodes.stream().flatMap(node -> node.faults().stream())).isEmpty();
        assertThat(ready()).hasSameSizeAs(nodes);
    }

    private List<Node> ready() {
        return nodes.stream().filter(node -> node.server().isPresent()).toList();
    }

    private int kills() {
        return nodes.stream().mapToInt(node -> node.kills().size()).sum();
    }

    /// Leases of the last that was killed end when the others take it for dead.
    private void awaitDrained(Sink sink) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    for (Node node : nodes) {
                        assertThat(node.server().orElseThrow().admin("", "queue", "list").out())
                                .as(node.name())
                                .isBlank();
                    }
                });
        assertThat(sink.marks())
                .as("what was taken for the peer")
                .containsAll(ledger.marks(NodesLoad.PEER, Ledger.Answer.TAKEN));
    }

    private void checkMailboxes() throws IOException {
        var everywhere = new HashSet<String>();
        int found = 0;
        for (String account : NodesLoad.ACCOUNTS) {
            var first = MailboxSeen.on(nodes.getFirst().server().orElseThrow(), account);
            for (Node node : nodes) {
                assertThat(MailboxSeen.on(node.server().orElseThrow(), account))
                        .as("%s on %s and %s", account, node.name(), nodes.getFirst().name())
                        .isEqualTo(first);
            }
            first.check(account, ledger);
            everywhere.addAll(first.marks());
            found += first.marks().size();
        }
        LOG.info("found={} by-two-tries={}", found, ledger.sentAgain(everywhere));
        for (Node node : nodes) {
            try (var lines = Files.lines(node.log())) {
                LOG.info(
                        "node={} kills={} errors={}",
                        node.name(),
                        node.kills().size(),
                        lines.filter(line -> line.contains("ERROR")).toList());
            }
        }
    }
}
