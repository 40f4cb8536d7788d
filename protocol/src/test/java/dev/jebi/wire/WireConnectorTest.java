package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Connections that the peer ends at once.
class WireConnectorTest {
    private static final int ROUNDS = 300;
    private static final int REFUSALS = 3_000;

    @Test
    @Timeout(60)
    void whatThePeerSaysBeforeItGoesIsHeardAndItsEndToo() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var connector = new WireConnector()) {
            var peer = Thread.ofVirtual().start(() -> greet(server));
            var address = (InetSocketAddress) server.getLocalSocketAddress();
            for (int i = 0; i < ROUNDS; i++) {
                try (var wire = connector.connect(address, Duration.ofSeconds(5))) {
                    wire.idleTimeout(Duration.ofSeconds(20));
                    assertThat(wire.readLine(100)).asString().isEqualTo("250 hello");
                    assertThatThrownBy(() -> wire.readLine(100)).isInstanceOf(EOFException.class);
                }
            }
            peer.join();
        }
    }

    /// A fault of the connection closes the channel too: it is the fault that is told.
    @Test
    @Timeout(60)
    void aRefusalIsNamedHoweverSoonItComes() throws Exception {
        InetSocketAddress nobody;
        try (var once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) once.getLocalSocketAddress();
        }
        try (var connector = new WireConnector()) {
            for (int i = 0; i < REFUSALS; i++) {
                assertThatThrownBy(() -> connector.connect(nobody, Duration.ofSeconds(5)))
                        .hasMessageContaining("Connection refused");
            }
        }
    }

    private static void greet(ServerSocket server) {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                try (var socket = server.accept()) {
                    socket.getOutputStream()
                            .write("250 hello\r\n250-half".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
