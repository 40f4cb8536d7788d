package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.dns.Resolver.MxAnswer;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.Relayed;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.TraceQuery;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.SmtpClientLimits;
import dev.jebi.testkit.FakeDns;
import dev.jebi.transfer.Bounce;
import dev.jebi.transfer.QueueRunner;
import dev.jebi.transfer.Relay;
import dev.jebi.transfer.RelayLimits;
import dev.jebi.transfer.Routes;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A hundred deliveries that go wrong, each in its own way: `jebi trace` names the cause of each.
final class TraceFaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Address ALICE = Address.parse("alice@us.test");

    @TempDir private Path directory = Path.of("");

    private final FakeDns dns = new FakeDns();

    /// Mail that is brought, in the order of the table.
    private static Incoming mail(OutboundFault fault) throws IOException {
        String text =
                "Message-ID: <"
                        + fault.name()
                        + "@us.test>\r\nFrom: alice@us.test\r\nSubject: x\r\n\r\n"
                        + "hello\r\n".repeat(20);
        var content = Content.of(text.getBytes(StandardCharsets.UTF_8));
        var wishes =
                fault.requiresTls()
                        ? DeliveryWishes.NONE.with(TlsWish.REQUIRED)
                        : DeliveryWishes.NONE;
        return new Incoming(
                        content,
                        0,
                        MessageParser.parse(content, MimeLimits.STANDARD),
                        ReversePath.of(ALICE),
                        fault.expired() ? Instant.EPOCH : Clock.systemUTC().instant(),
                        List.of(),
                        List.of(Relayed.to(Address.parse(fault.recipient()))),
                        false,
                        false,
                        wishes)
                .traced(fault.name());
    }

    private void resolve(OutboundFault fault, int number, FaultyPeer peer) {
        String domain = fault.domain();
        switch (fault.dns()) {
            case "" -> {
                String address = "127.3." + number / 200 + "." + (number % 200 + 1);
                dns.mx(domain, "10 mx." + domain).host("mx." + domain, address);
                peer.at(address, fault.steps());
            }
            case "null" -> dns.mx(domain, new MxAnswer.NullMx());
            case "none" -> dns.mx(domain, new MxAnswer.NoSuchDomain());
            case "servfail" -> dns.mx(domain, new MxAnswer.Unknown("SERVFAIL"));
            case "timeout" -> dns.mx(domain, new MxAnswer.Unknown("no answer in time"));
            case "homeless" -> dns.mx(domain, "10 nowhere.test");
            case "us" -> dns.mx(domain, "10 us.test").host("us.test", "127.0.0.1");
            default -> {} // a literal, or a route
        }
    }

    private static InetSocketAddress closedPort() throws IOException {
        try (var once = new ServerSocket(0)) {
            return new InetSocketAddress("127.0.0.1", once.getLocalPort());
        }
    }

    private static RelayLimits limits(int port) {
        var standard = RelayLimits.STANDARD;
        return new RelayLimits(
                200,
                4,
                standard.messagesPerConnection(),
                standard.recipientsPerTransaction(),
                standard.claimed(),
                standard.addresses(),
                Duration.ofMinutes(1),
                port,
                standard.lifetime(),
                standard.delayReport(),
                List.of(Duration.ofHours(1)),
                0,
                standard.afterFault(),
                standard.idle(),
                List.of(),
                SmtpClientLimits.STANDARD.within(Duration.ofSeconds(12)));
    }

    private MailStore store() throws IOException {
        var store = EmbeddedStore.open(directory, StoreLimits.STANDARD, Clock.systemUTC());
        store.directory().addDomain(Domain.parse("us.test"));
        store.directory().addAccount(ALICE, "secret", 0, 0);
        return store;
    }

    @Test
    void theCauseOfEachIsNamed() throws Exception {
        var faults = OutboundFault.all();
        assertThat(faults).hasSizeGreaterThanOrEqualTo(100);
        assertThat(faults.stream().map(OutboundFault::name).distinct()).hasSize(faults.size());
        try (var peer = new FaultyPeer();
                var wires = new WireConnector();
                var store = store()) {
            var limits = limits(peer.port());
            var routes = Routes.of(Map.of("refused.test", closedPort()));
            var relay = new Relay(dns, routes, wires, "us.test", List::of, limits);
            var bounce = new Bounce(store.directory(), "us.test", Clock.systemUTC());
            for (int i = 0; i < faults.size(); i++) {
                resolve(faults.get(i), i, peer);
                store.accept(mail(faults.get(i)));
            }
            try (var runner =
                    new QueueRunner(
                            store.queue(),
                            relay,
                            bounce,
                            limits,
                            store.trace(),
                            Clock.systemUTC())) {
                runner.start();
                await().atMost(PATIENCE).until(() -> untried(store) == 0);
            }
            var stories = new TraceStory(store.trace());
            for (OutboundFault fault : faults) {
                check(stories, fault);
            }
        }
    }

    private static long untried(MailStore store) {
        return store.queue().list().stream().filter(entry -> entry.attempts() == 0).count();
    }

    private static void check(TraceStory stories, OutboundFault fault) throws IOException {
        var json = stories.run(new AdminRequest.Trace(fault.name(), "", "", true)).lines();
        String all = String.join("\n", json);
        assertThat(all).as(fault.name()).contains("\"cause\":\"" + fault.cause() + "\"");
        assertThat(all).as(fault.name()).contains(fault.recipient());
        var story = stories.run(new AdminRequest.Trace(fault.name(), "", "", false)).lines();
        assertThat(String.join("\n", story))
                .as(fault.name())
                .contains("Where it is now:")
                .contains(fault.words())
                .containsPattern("It is tried again at|It will not reach|as long as it is worth");
    }

    /// What an owner may ask, and that what they ask is theirs.
    @Test
    void aReportHasAStoryOfItsOwn() throws Exception {
        try (var peer = new FaultyPeer();
                var wires = new WireConnector();
                var store = store()) {
            var fault = OutboundFault.all().stream().filter(f -> f.dns().equals("none")).findAny();
            resolve(fault.orElseThrow(), 0, peer);
            store.accept(mail(fault.orElseThrow()));
            var limits = limits(peer.port());
            var relay = new Relay(dns, Routes.NONE, wires, "us.test", List::of, limits);
            var bounce = new Bounce(store.directory(), "us.test", Clock.systemUTC());
            try (var runner =
                    new QueueRunner(
                            store.queue(),
                            relay,
                            bounce,
                            limits,
                            store.trace(),
                            Clock.systemUTC())) {
                runner.start();
                await().atMost(PATIENCE).until(() -> store.queue().list().isEmpty());
            }
            var found = store.trace().find(TraceQuery.of("alice@us.test"));
            assertThat(found).hasSize(2);
            assertThat(found.toString())
                    .contains("wrote this report about another message")
                    .contains("A report of this was written to the sender, alice@us.test");
        }
    }
}
