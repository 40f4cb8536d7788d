package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.FakeDns;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Hosts with addresses of both families of which one leads nowhere: mail arrives by the other, and
/// nobody waits for a connection that never comes.
@Timeout(300)
final class AddressFamiliesTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    /// Even longer than in earnest: whoever waited for it would not be soon.
    private static final Duration CONNECT = SOON.multipliedBy(2);

    private final WireConnector wires = new WireConnector();
    private final FakeDns dns = new FakeDns();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void look() {
        try (var six = new ServerSocket()) {
            six.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
        } catch (IOException _) {
            Assumptions.abort("this machine has no IPv6");
        }
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open) {
            each.close();
        }
        wires.close();
    }

    /// Connections to it are never there: whoever is in the queue of the listener is never taken
    /// out of it, and for more there is no room.
    private void leadNowhere(String ip, int port) throws IOException {
        var listener = new ServerSocket();
        open.add(listener);
        var address = new InetSocketAddress(InetAddress.ofLiteral(ip), port);
        listener.bind(address, 1);
        for (int i = 0; i < 8; i++) {
            var socket = new Socket();
            open.add(socket);
            try {
                socket.connect(address, 1_000);
            } catch (SocketTimeoutException _) {
                return; // as it is to be
            }
        }
        Assumptions.abort("a listener's queue has no end here");
    }

    private FakeMta peer(String ip) throws IOException {
        var mta = new FakeMta(new InetSocketAddress(InetAddress.ofLiteral(ip), 0));
        open.add(mta);
        return mta;
    }

    private Relay relay(int port, List<InetAddress> sources) {
        return relay(port, CONNECT, sources);
    }

    private Relay relay(int port, Duration connect, List<InetAddress> sources) {
        var tests = Tests.limits(port, Tests.patient());
        var limits =
                new RelayLimits(
                        tests.connections(),
                        tests.connectionsPerDestination(),
                        tests.messagesPerConnection(),
                        tests.recipientsPerTransaction(),
                        tests.claimed(),
                        tests.addresses(),
                        connect,
                        port,
                        tests.lifetime(),
                        tests.delayReport(),
                        tests.pauses(),
                        tests.jitter(),
                        tests.afterFault(),
                        tests.idle(),
                        sources,
                        tests.client());
        return new Relay(dns, Routes.NONE, wires, "us.test", List::of, limits);
    }

    private static void soon(Relay relay, String outcome) {
        long begun = System.nanoTime();
        assertThat(Tests.once(relay)).contains(outcome);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1 127.0.0.1", "127.0.0.1 ::1"})
    void theFamilyThatLeadsThereIsFoundSoon(String deadAndAlive) throws IOException {
        String[] both = deadAndAlive.split(" ", -1);
        var mta = peer(both[1]);
        int port = mta.address().getPort();
        leadNowhere(both[0], port);
        dns.mx("b.test", "10 mx.b.test").host("mx.b.test", "::1", "127.0.0.1");
        try (var relay = relay(port, List.of())) {
            soon(relay, "delivered");
            var again = Tests.attempt(relay);
            assertThat(again.outcome()).isInstanceOf(Outcome.Delivered.class);
            assertThat(again.via().before()).as("it is known then").isEmpty();
        }
        assertThat(mta.received()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "127.0.0.1"})
    void whereNobodyListensTheOtherFamilyIsTriedAtOnce(String alive) throws IOException {
        var mta = peer(alive);
        dns.mx("b.test", "10 mx.b.test").host("mx.b.test", "::1", "127.0.0.1");
        try (var relay = relay(mta.address().getPort(), List.of())) {
            soon(relay, "delivered");
        }
    }

    @Test
    void anAddressHasItsTimeWhenTheOtherDoesNoBetter() throws IOException {
        var mta = peer("127.0.0.1");
        int port = mta.address().getPort();
        leadNowhere("::1", port); // and nobody listens at 127.0.0.2
        dns.mx("b.test", "10 six.b.test", "20 four.b.test")
                .host("six.b.test", "::1", "127.0.0.2")
                .host("four.b.test", "127.0.0.1");
        var time = Duration.ofSeconds(4);
        try (var relay = relay(port, time, List.of())) {
            long begun = System.nanoTime();
            assertThat(Tests.once(relay)).isEqualTo("delivered");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(time);
        }
        assertThat(mta.connections()).as("the less preferred host comes last").isOne();
    }

    @Test
    void eachFamilyHasItsSource() throws IOException {
        var four = InetAddress.ofLiteral("127.0.0.9");
        var six = InetAddress.ofLiteral("::1");
        for (String ip : List.of("127.0.0.1", "::1")) {
            var mta = peer(ip);
            dns.mx("b.test", "10 mx.b.test").host("mx.b.test", ip);
            try (var relay = relay(mta.address().getPort(), List.of(six, four))) {
                soon(relay, "delivered");
            }
            assertThat(mta.clients()).containsExactly(ip.equals("::1") ? six : four);
        }
    }

    @Test
    void aSourceThatThisMachineDoesNotHaveDefersAndIsNamed() throws IOException {
        var mta = peer("127.0.0.1");
        dns.mx("b.test", "10 mx.b.test").host("mx.b.test", "127.0.0.1");
        var foreign = InetAddress.ofLiteral("192.0.2.77");
        try (var relay = relay(mta.address().getPort(), List.of(foreign))) {
            soon(relay, "4.4.1");
        }
        assertThat(mta.connections()).isZero();
    }
}
