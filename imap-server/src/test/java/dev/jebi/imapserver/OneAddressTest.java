package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;

/// Many devices behind one address: all are signed in at once, and each hears of a new message.
@Timeout(300)
final class OneAddressTest {
    private static final int CONNECTIONS = 30;

    @TempDir private Path directory;

    private record Device(Socket socket, BufferedReader lines) implements AutoCloseable {
        static Device of(ImapSite site) throws IOException {
            var socket = new Socket(site.address().getAddress(), site.address().getPort());
            socket.setSoTimeout(60_000);
            var reader =
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1);
            return new Device(socket, new BufferedReader(reader));
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void signIn() throws IOException {
            say("1 LOGIN family@a.test " + ImapSite.PASSWORD + "\r\n");
        }

        /// The first line that begins so.
        String heard(String beginning) throws IOException {
            String line = "" + lines.readLine();
            while (!line.startsWith(beginning)) {
                assertThat(line).isNotEqualTo("null"); // else the server has hung up
                line = "" + lines.readLine();
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void thirtyConnectionsAreSignedInAtOnce() throws Exception {
        var devices = new ArrayList<Device>();
        try (var site = ImapSite.open(directory)) {
            site.account("family", 0, 0);
            for (int i = 0; i < CONNECTIONS; i++) {
                devices.add(Device.of(site));
            }
            for (Device device : devices) { // all are there before one signs in
                device.signIn();
            }
            for (Device device : devices) {
                assertThat(device.heard("1 ")).startsWith("1 OK");
            }
            for (Device device : devices) {
                device.say("2 SELECT INBOX\r\n3 IDLE\r\n");
                assertThat(device.heard("+ ")).isEqualTo("+ idling");
            }
            try (var sender = Device.of(site)) {
                sender.signIn();
                sender.say("2 APPEND INBOX {3+}\r\na\r\n\r\n");
                assertThat(sender.heard("2 ")).startsWith("2 OK");
            }
            for (Device device : devices) {
                assertThat(device.heard("* 1 ")).isEqualTo("* 1 EXISTS");
            }
        } finally {
            for (Device device : devices) {
                device.close();
            }
        }
    }
}
