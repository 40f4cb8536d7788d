package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// A server among its peers: how many, from where, and how it stops.
@Timeout(180)
class WireServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static WireLimits limits(int connections, int perAddress, String... proxies) {
        return limits(Sockets.IDLE, connections, perAddress, proxies);
    }

    /// @param header how long the PROXY header is waited for
    private static WireLimits limits(
            Duration header, int connections, int perAddress, String... proxies) {
        return new WireLimits(
                connections,
                perAddress,
                64 * 1024,
                64 * 1024,
                List.of(proxies).stream().map(Network::parse).toList(),
                new WireLimits.Patience(header, Duration.ofSeconds(1), Duration.ofMillis(300)));
    }

    /// Says who the peer is, then echoes a line.
    private static void greet(Wire wire) throws IOException {
        var remote = wire.peer().remote();
        wire.write(remote.getAddress().getHostAddress() + " " + remote.getPort() + "\r\n");
        wire.flush();
        wire.write(wire.readLine(100));
        wire.flush();
    }

    @Test
    void aConnectionOverTheLimitIsClosedAtOnceAndOneMoreMayComeWhenOneHasGone() throws Exception {
        try (var sockets = Sockets.serve(limits(2, 100), Sockets.IDLE, WireServerTest::greet);
                var one = sockets.connect();
                var two = sockets.connect()) {
            assertThat(Sockets.line(one)).startsWith("127.0.0.1");
            assertThat(Sockets.line(two)).startsWith("127.0.0.1");
            try (var three = sockets.connect()) {
                assertThat(Sockets.line(three)).isEmpty();
            }
            one.shutdownOutput();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> {
                        try (var four = sockets.connect()) {
                            assertThat(Sockets.line(four)).startsWith("127.0.0.1");
                        }
                    });
        }
    }

    @Test
    void theLimitPerAddressCountsWhomTheProxyNames() throws Exception {
        var open = new ArrayList<Socket>();
        try (var sockets =
                Sockets.serve(limits(100, 2, "127.0.0.0/8"), Sockets.IDLE, WireServerTest::greet)) {
            for (String address : List.of("192.0.2.1", "192.0.2.2", "192.0.2.1")) {
                open.add(proxied(sockets, address));
                assertThat(Sockets.line(open.getLast())).isEqualTo(address + " 4711\r\n");
            }
            open.add(proxied(sockets, "192.0.2.1"));
            assertThat(Sockets.line(open.getLast())).isEmpty();
            open.getFirst().close();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> {
                        try (var socket = proxied(sockets, "192.0.2.1")) {
                            assertThat(Sockets.line(socket)).startsWith("192.0.2.1");
                        }
                    });
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void aWholePrefixOfIpv6CountsAsOneAddress() throws Exception {
        try (var sockets =
                        Sockets.serve(
                                limits(100, 1, "127.0.0.1"), Sockets.IDLE, WireServerTest::greet);
                var one = sockets.connect();
                var two = sockets.connect();
                var three = sockets.connect()) {
            send(one, "PROXY TCP6 2001:db8::1 2001:db8::2 5 25\r\n");
            assertThat(Sockets.line(one)).startsWith("2001:db8:0:0:0:0:0:1 ");
            send(two, "PROXY TCP6 2001:db8::ffff:1 2001:db8::2 5 25\r\n");
            assertThat(Sockets.line(two)).isEmpty();
            send(three, "PROXY TCP6 2001:db8:0:1::1 2001:db8::2 5 25\r\n");
            assertThat(Sockets.line(three)).startsWith("2001:db8:0:1:");
        }
    }

    private static Socket proxied(Sockets sockets, String address) throws IOException {
        var socket = sockets.connect();
        send(socket, "PROXY TCP4 " + address + " 192.0.2.99 4711 25\r\n");
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theProxyHeaderMayComeWithTheFirstLine() throws Exception {
        try (var sockets =
                        Sockets.serve(
                                limits(9, 9, "127.0.0.1"), Sockets.IDLE, WireServerTest::greet);
                var socket = sockets.connect()) {
            send(socket, "PROXY TCP6 2001:db8::1 2001:db8::2 5 25\r\nhello\r\n");
            assertThat(Sockets.rest(socket)).isEqualTo("2001:db8:0:0:0:0:0:1 5\r\nhello");
        }
    }

    @Test
    void theProxyHeaderMayBeBinary() throws Exception {
        var header = new ByteArrayOutputStream();
        header.writeBytes(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111000c"));
        header.writeBytes(HexFormat.of().parseHex("c0000207" + "c0000208" + "1267" + "0019"));
        header.writeBytes("x\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(behindProxy(header.toByteArray())).isEqualTo("192.0.2.7 4711\r\nx");
    }

    @Test
    void theProxysOwnChecksComeFromItself() throws Exception {
        var local = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20000000" + "0d0a");
        assertThat(behindProxy(local)).startsWith("127.0.0.1 ");
        assertThat(behindProxy("PROXY UNKNOWN\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .startsWith("127.0.0.1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO there, without a header\r\n",
                "PROXY TCP4 192.0.2.1\r\n",
                "PROXY TCP4 a.b.c.d 192.0.2.1 1 2\r\nEHLO\r\n",
                "PROX"
            })
    void aProxyWithoutAHeaderIsClosed(String sent) throws Exception {
        var limits = limits(Duration.ofMillis(500), 9, 9, "127.0.0.1");
        assertThat(behindProxy(limits, sent.getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }

    private static String behindProxy(byte[] sent) throws IOException {
        return behindProxy(limits(9, 9, "127.0.0.1"), sent);
    }

    private static String behindProxy(WireLimits limits, byte[] sent) throws IOException {
        try (var sockets = Sockets.serve(limits, Sockets.IDLE, WireServerTest::greet);
                var socket = sockets.connect()) {
            socket.getOutputStream().write(sent);
            return Sockets.rest(socket);
        }
    }

    @Test
    void aHeaderFromSomeoneElseIsJustALine() throws Exception {
        try (var sockets =
                        Sockets.serve(
                                limits(9, 9, "192.0.2.0/24"), Sockets.IDLE, WireServerTest::greet);
                var socket = proxied(sockets, "192.0.2.1")) {
            assertThat(Sockets.rest(socket)).startsWith("127.0.0.1 ").endsWith("4711 25");
        }
    }

    @Test
    void idleSessionsEndAtOnceWhenTheServerStops() throws Exception {
        var open = new ArrayList<Socket>();
        var sockets =
                Sockets.serve(wire -> {
                    try {
                        greet(wire);
                    } catch (ShuttingDown _) {
                        wire.write("bye\r\n");
                        wire.flush();
                    }
                });
        for (int i = 0; i < 50; i++) {
            open.add(sockets.connect());
            Sockets.line(open.getLast());
        }
        long start = System.nanoTime();
        sockets.server.close(Duration.ofMinutes(5));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
        for (Socket socket : open) {
            assertThat(Sockets.rest(socket)).isEqualTo("bye\r\n");
            socket.close();
        }
        assertThatThrownBy(sockets::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void aSessionInTheMiddleOfContentMayFinishWhenTheServerStops() throws Exception {
        var reading = new CountDownLatch(1);
        var sockets =
                Sockets.serve(wire -> {
                    reading.countDown();
                    var content = new ByteArrayOutputStream();
                    wire.readDotted(content);
                    wire.write("250 " + content.size() + "\r\n");
                    wire.flush();
                    wire.readLine(100);
                });
        try (var socket = sockets.connect()) {
            send(socket, "some\r\n");
            reading.await();
            var stop = Thread.ofVirtual().start(() -> sockets.server.close(PATIENCE));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> refused(sockets)); // it listens no more: it is stopping
            send(socket, "more\r\n.\r\n");
            assertThat(Sockets.rest(socket)).isEqualTo("250 12\r\n");
            stop.join();
        }
    }

    private static boolean refused(Sockets sockets) throws IOException {
        try (var socket = sockets.connect()) {
            return socket.isClosed();
        } catch (ConnectException _) {
            return true;
        }
    }

    @Test
    void aSessionThatDoesNotComeToAnEndIsCut() throws Exception {
        var thrown = new AtomicReference<IOException>();
        var reading = new CountDownLatch(1);
        var sockets =
                Sockets.serve(wire -> {
                    reading.countDown();
                    try {
                        wire.readDotted(new ByteArrayOutputStream());
                    } catch (IOException e) {
                        thrown.set(e);
                    }
                });
        try (var socket = sockets.connect()) {
            send(socket, "some\r\n");
            reading.await();
            sockets.server.close(Duration.ofMillis(200));
            Awaitility.await().atMost(PATIENCE).until(() -> thrown.get() != null);
            assertThatThrownBy(
                            () -> {
                                while (socket.getInputStream().read() >= 0) {
                                    continue;
                                }
                                throw new IOException("the end");
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSessionThatThrowsHarmsNobodyElse() throws Exception {
        try (var sockets =
                        Sockets.serve(wire -> {
                            wire.readLine(1);
                            throw new IllegalStateException("a mistake of ours");
                        });
                var one = sockets.connect();
                var two = sockets.connect()) {
            send(one, "\r\n");
            assertThat(Sockets.rest(one)).isEmpty();
            send(two, "\r\n");
            assertThat(Sockets.rest(two)).isEmpty();
        }
    }

    @Test
    void aConnectorReachesAServerAndTellsWhenThereIsNone() throws Exception {
        var sockets = Sockets.serve(WireServerTest::greet);
        try (var connector = new WireConnector()) {
            try (var wire = connector.connect(sockets.address, PATIENCE)) {
                assertThat(new String(wire.readLine(100), StandardCharsets.US_ASCII))
                        .startsWith("127.0.0.1 ");
                assertThat(wire.peer().remote()).isEqualTo(sockets.address);
                wire.write("hello\r\n");
                wire.flush();
                var sink = new ByteArrayOutputStream();
                wire.readOctets(5, sink);
                assertThat(sink.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
            }
            sockets.close();
            assertThatThrownBy(() -> connector.connect(sockets.address, PATIENCE))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(String.valueOf(sockets.address.getPort()));
        }
    }
}
