package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.wire.ClientWire;
import dev.jebi.wire.IdleTimeout;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

@Timeout(120)
class ScriptedPeerTest {
    private final WireConnector connector = new WireConnector();

    @AfterEach
    void close() {
        connector.close();
    }

    private ClientWire connect(ScriptedPeer peer) throws IOException {
        return connector.connect(peer.address(), Duration.ofSeconds(10));
    }

    private static void say(ClientWire wire, String line) throws IOException {
        wire.write(line + "\r\n");
        wire.flush();
    }

    private static String hear(ClientWire wire) throws IOException {
        return new String(wire.readLine(1_000), StandardCharsets.UTF_8);
    }

    @Test
    void aScriptOfLinesIsPlayed() throws Exception {
        try (var peer =
                        ScriptedPeer.start(
                                ScriptedPeer.lines("S: 220 hi\nC~ EHLO .*\nS: 250 ok\nC: QUIT\n"));
                var wire = connect(peer)) {
            assertThat(hear(wire)).isEqualTo("220 hi");
            say(wire, "EHLO me");
            assertThat(hear(wire)).isEqualTo("250 ok");
            say(wire, "QUIT");
            assertThatThrownBy(() -> hear(wire)).isInstanceOf(IOException.class);
            assertThat(peer.received()).containsExactly("EHLO me", "QUIT");
        }
    }

    @Test
    void aClientThatSaysSomethingElseFailsTheTest() throws Exception {
        var peer = ScriptedPeer.start(ScriptedPeer.lines("C: EHLO\nS: 250 ok\n"));
        try (var wire = connect(peer)) {
            say(wire, "HELO");
            assertThatThrownBy(() -> hear(wire)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(peer::close)
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("expected \\QEHLO\\E, got HELO");
    }

    @Test
    void eachConnectionMayHaveItsScript() throws Exception {
        try (var peer = ScriptedPeer.start(client -> client.say("1"), client -> client.say("2"))) {
            for (String expected : new String[] {"1", "2", "2"}) {
                try (var wire = connect(peer)) {
                    assertThat(hear(wire)).isEqualTo(expected);
                }
            }
            assertThat(peer.connections()).isEqualTo(3);
        }
    }

    @Test
    void aPeerMayStallOrReset() throws Exception {
        try (var peer =
                ScriptedPeer.start(
                        ScriptedPeer.Conversation::stall,
                        client -> {
                            client.hear();
                            client.reset();
                        })) {
            try (var wire = connect(peer)) {
                wire.idleTimeout(Duration.ofMillis(50));
                assertThatThrownBy(() -> hear(wire)).isInstanceOf(IdleTimeout.class);
            }
            try (var wire = connect(peer)) {
                say(wire, "hello");
                assertThatThrownBy(() -> hear(wire)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void contentIsHeardWithoutItsStuffing() throws Exception {
        var heard = new String[1];
        try (var peer = ScriptedPeer.start(client -> heard[0] = client.hearContent());
                var wire = connect(peer)) {
            say(wire, "a\r\n..b\r\n.");
            assertThatThrownBy(() -> hear(wire)).isInstanceOf(IOException.class);
            assertThat(heard[0]).isEqualTo("a\r\n.b\r\n");
        }
    }
}
