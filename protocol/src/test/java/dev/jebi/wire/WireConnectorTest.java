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
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Connections that the peer ends at once.
class WireConnectorTest {
    private static final int ROUNDS = 300;
    private static final int REFUSALS = 3_000;

    @Test
    @Timeout(180)
    void whatThePeerSaysBeforeItGoesIsHeardAndItsEndToo() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var connector = new WireConnector()) {
            var peer = Thread.ofVirtual().start(() -> greet(server));
            var address = (InetSocketAddress) server.getLocalSocketAddress();
            for (int i = 0; i < ROUNDS; i++) {
                try (var wire = connector.connect(address, Duration.ofSeconds(60))) {
                    wire.idleTimeout(Duration.ofSeconds(60));
                    assertThat(wire.readLine(100)).asString().isEqualTo("250 hello");
                    assertThatThrownBy(() -> wire.readLine(100)).isInstanceOf(EOFException.class);
                }
            }
            peer.join();
        }
    }

    /// A fault of the connection closes the channel too: it is the fault that is told.
    @Test
    @Timeout(180)
    void aRefusalIsNamedHoweverSoonItComes() throws Exception {
        try (var silent = new Socket(); // has a port, and does not listen there
                var connector = new WireConnector()) {
            silent.bind(Sockets.ANY);
            var nobody = (InetSocketAddress) silent.getLocalSocketAddress();
            for (int i = 0; i < REFUSALS; i++) {
                assertThatThrownBy(() -> connector.connect(nobody, Duration.ofSeconds(60)))
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
