package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// APPEND of very many messages (RFC 3502): all of them, or none.
@Timeout(300)
final class ManyMessagesTest {
    @TempDir private Path directory;

    private static String answer(BufferedReader lines, String tag) throws IOException {
        String line = "" + lines.readLine();
        while (!line.startsWith(tag + " ")) {
            assertThat(line).isNotEqualTo("null"); // else the server has hung up
            line = "" + lines.readLine();
        }
        return line;
    }

    private static void append(BufferedOutputStream out, String tag, int messages)
            throws IOException {
        out.write((tag + " APPEND INBOX").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < messages; i++) {
            String message = "Subject: %05d\r\n\r\n%s".formatted(i, "x".repeat(i % 100));
            String with = " (\\Seen \\Flagged $x) {" + message.length() + "+}\r\n" + message;
            out.write(with.getBytes(StandardCharsets.US_ASCII));
        }
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Test
    void thousandsComeInOneCommand() throws Exception {
        try (var site = ImapSite.open(directory)) {
            site.account("many", 0, 0);
            try (var socket = new Socket(site.address().getAddress(), site.address().getPort())) {
                socket.setSoTimeout(120_000);
                var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
                var lines = new BufferedReader(in);
                var out = new BufferedOutputStream(socket.getOutputStream());
                out.write(
                        ("1 LOGIN many@a.test " + ImapSite.PASSWORD + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                append(out, "2", 3_000);
                assertThat(answer(lines, "2")).matches("2 OK \\[APPENDUID [0-9]+ 1:3000] .*");
                append(out, "3", 10_001);
                assertThat(answer(lines, "3")).startsWith("3 NO [LIMIT]");
                out.write("4 SELECT INBOX\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write("5 FETCH 2999 BODY.PEEK[]<0.20>\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertThat(answer(lines, "*")).isNotEmpty();
                String line = answer(lines, "* 2999");
                assertThat(line).isEqualTo("* 2999 FETCH (BODY[]<0> {20}");
                assertThat(lines.readLine()).isEqualTo("Subject: 02998");
                assertThat(answer(lines, "5")).startsWith("5 OK");
            }
        }
    }
}
