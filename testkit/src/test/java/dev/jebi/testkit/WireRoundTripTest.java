package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.content.Spool;
import dev.jebi.wire.ClientTls;
import dev.jebi.wire.Listener;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.Wire;
import dev.jebi.wire.WireConnector;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Content of every size goes through a wire and back, whole, however narrow the wire is.
@Timeout(300)
class WireRoundTripTest {
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir Path directory;

    /// Takes content and gives it back: as lines, then counted, where it is in a file by zero copy.
    private void serve(Wire wire) {
        try {
            while (true) {
                int heap = Integer.parseInt(new String(wire.readLine(20), StandardCharsets.UTF_8));
                try (var spool = new Spool(directory, heap, Long.MAX_VALUE)) {
                    wire.readDotted(spool);
                    wire.write(spool.size() + "\r\n");
                    wire.write(spool.content());
                    wire.writeDotted(spool.content());
                    wire.flush();
                }
            }
        } catch (IOException e) {
            System.getLogger("test").log(System.Logger.Level.DEBUG, "session ended", e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contentComesBackWhole(boolean secure) throws IOException {
        var certificate = TestCertificate.make(directory);
        var tls = ServerTls.load(certificate.certificate(), certificate.key());
        Randomly.runs(
                12,
                "wire.seed",
                random -> {
                    var limits =
                            new WireLimits(
                                    9,
                                    9,
                                    random.between(100, 100_000),
                                    random.between(300, 300_000),
                                    List.of());
                    try (var server = new WireServer(limits, Optional.of(tls));
                            var connector = new WireConnector(limits)) {
                        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                        var listener = new Listener("test", any, secure, WAIT);
                        var address = server.listen(listener, this::serve);
                        try (var wire = connector.connect(address, WAIT)) {
                            if (secure) {
                                wire.startTls(new ClientTls("localhost", false));
                            }
                            for (int i = 0; i < 8; i++) {
                                roundTrip(wire, random);
                            }
                        }
                    }
                });
    }

    private static void roundTrip(Wire wire, Randomly random) throws IOException {
        var octets =
                random.oneIn(2)
                        ? random.octets(random.small(500_000))
                        : random.octets(random.small(5_000), "\r\n.a");
        var expected = new ByteArrayOutputStream();
        expected.writeBytes(octets);
        int end = octets.length;
        boolean ended = end >= 2 && octets[end - 2] == '\r' && octets[end - 1] == '\n';
        if (end > 0 && !ended) {
            expected.writeBytes(new byte[] {'\r', '\n'});
        }
        wire.write(random.small(200_000) + "\r\n");
        wire.writeDotted(Content.of(octets));
        wire.flush();
        long size = Long.parseLong(new String(wire.readLine(20), StandardCharsets.UTF_8));
        assertThat(size).isEqualTo(expected.size());
        var counted = new ByteArrayOutputStream();
        wire.readOctets(size, counted);
        assertThat(counted.toByteArray()).isEqualTo(expected.toByteArray());
        var dotted = new ByteArrayOutputStream();
        wire.readDotted(dotted);
        assertThat(dotted.toByteArray()).isEqualTo(expected.toByteArray());
    }
}
