package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.SmtpClientLimits;
import dev.jebi.testkit.FakeDns;
import dev.jebi.transfer.InternetPeer.Habit;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// An internet of mail servers, each with a habit of its own: every recipient ends as its server's
/// habit demands, and the fast are not slowed by the others.
final class InternetTest {
    private static final Logger LOG = LoggerFactory.getLogger(InternetTest.class);
    private static final Address ALICE = Address.parse("alice@us.test");
    private static final StoreLimits STORE =
            new StoreLimits(4 << 20, 10_000, 64L << 20, 100, 1 << 20, 63, 16);

    /// Every second server is fast; the others share the habits of the rest.
    private static Habit habit(int domain) {
        var others = List.of(Habit.values()).subList(1, Habit.values().length);
        return domain % 2 == 0 ? Habit.FAST : others.get(domain / 2 % others.size());
    }

    /// @param lifetime long enough for every server that takes mail in the end
    private record Size(int domains, int messages, Duration lifetime) {}

    @Test
    void everyRecipientEndsAsItsServerDemands(@TempDir Path folder) throws Exception {
        run(new Size(24, 1_000, Duration.ofSeconds(8)), true, folder);
    }

    @Test
    @Tag("long")
    void twoHundredDomainsAndTwentyThousandMessages(@TempDir Path folder) throws Exception {
        var size = new Size(200, 20_000, Duration.ofSeconds(60));
        run(size, true, folder.resolve("warm")); // neither of the two is to meet cold code
        double alone = run(size, false, folder.resolve("alone"));
        double among = run(size, true, folder.resolve("among"));
        LOG.info("event=internet p95-of-fast-alone={}ms p95-of-fast-among-all={}ms", alone, among);
        assertThat(among).isLessThan(2 * alone);
    }

    /// @param all whether the servers that are not fast get their mail, too
    /// @return the delay that 95 of 100 messages to fast servers do not exceed, in milliseconds
    private static double run(Size size, boolean all, Path folder) throws Exception {
        var arrivals = new ConcurrentHashMap<String, Integer>();
        var delays = new ConcurrentHashMap<String, Double>();
        var begun = new AtomicLong();
        var peers = new ArrayList<InternetPeer>();
        var dns = new FakeDns();
        int port = freePort();
        try (var wires = new WireConnector();
                var store = EmbeddedStore.open(folder, STORE, InstantSource.system())) {
            for (int i = 0; i < size.domains(); i++) {
                var ip = "127.1." + i / 100 + "." + (i % 100 + 1);
                dns.mx("d" + i + ".test", "10 mx.d" + i + ".test").host("mx.d" + i + ".test", ip);
                peers.add(
                        new InternetPeer(
                                habit(i),
                                new InetSocketAddress(InetAddress.ofLiteral(ip), port),
                                to -> {
                                    arrivals.merge(to, 1, Integer::sum);
                                    double ms = (System.nanoTime() - begun.get()) / 1e6;
                                    delays.putIfAbsent(to, ms);
                                }));
            }
            store.directory().addDomain(Domain.parse("us.test"));
            store.directory().addAccount(ALICE, "secret", 0, 0);
            var expected = queue(store, size, all);
            var queue = new RecordingQueue(store.queue());
            var limits = limits(port, size.lifetime());
            try (var relay = new Relay(dns, Routes.NONE, wires, "us.test", List::of, limits);
                    var runner =
                            new QueueRunner(
                                    queue,
                                    relay,
                                    new Bounce(
                                            store.directory(), "us.test", InstantSource.system()),
                                    limits,
                                    InstantSource.system())) {
                begun.set(System.nanoTime());
                runner.start();
                await().atMost(size.lifetime().multipliedBy(5))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> queue.ends.size() == expected.size());
            }
            check(expected, queue, arrivals);
            return percentile(delays, size);
        } finally {
            for (var peer : peers) {
                peer.close();
            }
        }
    }

    private static void check(
            Map<String, Boolean> expected, RecordingQueue queue, Map<String, Integer> arrivals) {
        int failed = 0;
        for (var end : expected.entrySet()) {
            assertThat(queue.ends.get(end.getKey()))
                    .as(end.getKey())
                    .isEqualTo(end.getValue() ? "delivered" : "failed");
            assertThat(arrivals.getOrDefault(end.getKey(), 0))
                    .as(end.getKey())
                    .isEqualTo(end.getValue() ? 1 : 0);
            failed += end.getValue() ? 0 : 1;
        }
        assertThat(queue.endedTwice).hasValue(0);
        assertThat(queue.reports).as("one report for each that failed").hasValue(failed);
    }

    /// Queues the messages, one recipient each.
    ///
    /// @return whether each recipient gets its message in the end
    private static Map<String, Boolean> queue(MailStore store, Size size, boolean all)
            throws Exception {
        var expected = new ConcurrentHashMap<String, Boolean>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < size.messages(); i++) {
                int number = i / size.domains();
                int domain = i % size.domains();
                var recipient = Address.parse("r" + number + "@d" + domain + ".test");
                if (all || habit(domain) == Habit.FAST) {
                    expected.put(recipient.toString(), habit(domain).delivers(number));
                    var _ = threads.submit(() -> store.accept(message(recipient)));
                }
            }
        }
        return expected;
    }

    private static Incoming message(Address recipient) throws IOException {
        var text =
                "From: alice@us.test\r\nTo: %s\r\nSubject: hello\r\n\r\n%s"
                        .formatted(recipient, "hello, world\r\n".repeat(70));
        var content = Content.of(text.getBytes(StandardCharsets.UTF_8));
        return new Incoming(
                content,
                0,
                MessageParser.parse(content, MimeLimits.STANDARD),
                ReversePath.of(ALICE),
                InstantSource.system().instant(),
                List.of(),
                List.of(Incoming.Relayed.to(recipient)),
                false,
                false,
                DeliveryWishes.NONE);
    }

    private static double percentile(Map<String, Double> delays, Size size) {
        var fast = new ArrayList<Double>();
        delays.forEach((recipient, delay) -> {
            int domain =
                    Integer.parseInt(
                            recipient.substring(
                                    recipient.indexOf("@d") + 2, recipient.indexOf(".test")));
            if (habit(domain) == Habit.FAST) {
                fast.add(delay);
            }
        });
        fast.sort(Double::compare);
        double p95 = fast.get(fast.size() * 95 / 100);
        LOG.info(
                "event=internet domains={} fast-messages={} p95={}ms last={}ms",
                size.domains(),
                fast.size(),
                Math.round(p95),
                Math.round(fast.getLast()));
        return p95;
    }

    private static RelayLimits limits(int port, Duration lifetime) {
        var standard = RelayLimits.STANDARD;
        return new RelayLimits(
                standard.connections(),
                standard.connectionsPerDestination(),
                standard.messagesPerConnection(),
                standard.recipientsPerTransaction(),
                standard.claimed(),
                standard.addresses(),
                Duration.ofSeconds(2),
                port,
                lifetime,
                Duration.ofDays(1),
                List.of(lifetime.dividedBy(20), lifetime.dividedBy(6)),
                standard.jitter(),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                List.of(),
                SmtpClientLimits.STANDARD.within(Duration.ofSeconds(3)));
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.1.0.1"))) {
            return any.getLocalPort();
        }
    }
}
