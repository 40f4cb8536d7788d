package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.ScramClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// SCRAM-SHA-256 within AUTHENTICATE (RFC 7677, RFC 9051 §6.2.2): the server's proof is one more
/// challenge, which the client answers with nothing.
final class ScramTest {
    @TempDir private Path directory;

    @Test
    void bothSidesProveThatTheyKnowThePassword() throws IOException {
        try (var site = ImapSite.open(directory)) {
            site.account("tim", 0, 0);
            try (var socket = new Socket(site.address().getAddress(), site.address().getPort())) {
                socket.setSoTimeout(60_000);
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.ISO_8859_1));
                assertThat(in.readLine()).startsWith("* OK");
                var scram = new ScramClient("tim@a.test", ImapSite.PASSWORD, "fyko+d2lbbFg");
                say(socket, "1 AUTHENTICATE SCRAM-SHA-256 " + scram.first());
                String challenge = String.valueOf(in.readLine());
                assertThat(challenge).startsWith("+ ");
                say(socket, scram.last(challenge.substring(2)));
                assertThat(in.readLine()).isEqualTo("+ " + scram.serverFinal());
                say(socket, "");
                assertThat(in.readLine()).startsWith("1 OK [CAPABILITY ");
                say(socket, "2 SELECT INBOX");
                assertThat(in.readLine()).startsWith("* FLAGS");
            }
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
