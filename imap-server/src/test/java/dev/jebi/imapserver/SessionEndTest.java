package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.imapserver.command.ParserLimits;
import dev.jebi.sasl.PlaintextPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// How sessions end that neither LOGOUT nor a fault ends (RFC 9051 §5.4, §7.1.5).
final class SessionEndTest {
    private static final ImapLimits IMPATIENT =
            new ImapLimits(
                    ParserLimits.STANDARD,
                    1_000,
                    1_000,
                    1_000,
                    1_000,
                    5,
                    5,
                    Duration.ofMillis(300),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    1_000,
                    Duration.ofSeconds(10));

    @TempDir private Path directory;

    @Test
    void silenceBeforeLoginEndsTheSession() throws IOException {
        try (var site = ImapSite.open(directory, PlaintextPolicy.LOOPBACK, IMPATIENT);
                var client = new Client(site)) {
            assertThat(client.line()).startsWith("* OK");
            assertThat(client.line()).isEqualTo("* BYE autologout: silent for too long");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void aServerThatStopsSaysSoToTheSilentAndTheIdling() throws IOException {
        try (var site = ImapSite.open(directory);
                var silent = new Client(site);
                var idling = new Client(site)) {
            site.account("ann", 0, 0);
            assertThat(silent.line()).startsWith("* OK");
            assertThat(idling.line()).startsWith("* OK");
            idling.say("1 LOGIN ann@a.test secret\r\n2 IDLE\r\n");
            assertThat(idling.line()).startsWith("1 OK");
            assertThat(idling.line()).isEqualTo("+ idling");
            site.server().close(Duration.ofSeconds(60));
            assertThat(silent.line()).isEqualTo("* BYE the server stops; come again");
            assertThat(silent.atEnd()).isTrue();
            assertThat(idling.line()).isEqualTo("* BYE the server stops; come again");
            assertThat(idling.atEnd()).isTrue();
        }
    }

    @Test
    void aClientThatVanishesInALiteralLeavesNothingBehind() throws IOException {
        try (var site = ImapSite.open(directory)) {
            site.account("ann", 0, 0);
            try (var client = new Client(site)) {
                client.say("1 LOGIN ann@a.test secret\r\n2 APPEND INBOX {1000+}\r\nSubject: half");
                assertThat(client.line()).startsWith("* OK");
                assertThat(client.line()).startsWith("1 OK");
            }
            try (var client = new Client(site)) {
                client.say("1 LOGIN ann@a.test secret\r\n2 STATUS INBOX (MESSAGES)\r\n");
                assertThat(client.line()).startsWith("* OK");
                assertThat(client.line()).startsWith("1 OK");
                assertThat(client.line()).isEqualTo("* STATUS INBOX (MESSAGES 0)");
            }
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(ImapSite site) throws IOException {
            socket = new Socket(site.address().getAddress(), site.address().getPort());
            socket.setSoTimeout(60_000);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        String line() throws IOException {
            return String.valueOf(in.readLine());
        }

        boolean atEnd() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
