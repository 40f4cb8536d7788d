package dev.jebi.smtpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.smtpserver.SmtpSettings.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// Messages that are made to cost: each is answered like any other, in no time, and the server goes
/// on.
@Timeout(180)
final class BombsTest {
    private static final int SIZE = 90_000;

    @TempDir private static Path directory;

    private static SmtpSite site;
    private static InetSocketAddress server;

    @BeforeAll
    static void open() throws IOException {
        site = SmtpSite.open(directory);
        server = site.listen(Role.RECEPTION, Duration.ofMinutes(1));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private enum Bomb {
        FIELDS("X: 1\r\n", "\r\nx\r\n"),
        FIELDS_OF_ONE_NAME("To: a@b.test\r\n", "\r\nx\r\n"),
        FOLDED("Subject: a\r\n", " b\r\n", "\r\nx\r\n"),
        ADDRESSES("To: a@b.test", ",\r\n a@b.test", "\r\n\r\nx\r\n"),
        GROUPS("To: ", "a:", ";\r\n\r\nx\r\n"),
        COMMENTS("To: ", "(", "\r\n\r\nx\r\n"),
        ENCODED_WORDS("Subject: x", "\r\n =?utf-8?q?=41?=", "\r\n\r\nx\r\n"),
        PARAMETERS("Content-Type: text/plain", ";\r\n a*0=b", "\r\n\r\nx\r\n"),
        REFERENCES("References: ", "<a@b>\r\n ", "x\r\n\r\nx\r\n"),
        SIGNATURES("DKIM-Signature: v=1; a=rsa-sha256; d=a.test; s=b; h=from\r\n", "\r\nx\r\n"),
        RESULTS("Authentication-Results: mx.test; spf=pass\r\n", "\r\nx\r\n"),
        PARTS("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n", "--b--\r\n"),
        NESTED_MESSAGES("", "Content-Type: message/rfc822\r\n\r\n", "x\r\n"),
        EMPTY_LINES("From: a@b.test\r\n\r\n", "\r\n", "x\r\n");

        private final String start;
        private final String again;
        private final String end;

        Bomb(String again, String end) {
            this("", again, end);
        }

        Bomb(String start, String again, String end) {
            this.start = start;
            this.again = again;
            this.end = end;
        }

        String content() {
            return start + again.repeat(SIZE / again.length()) + end;
        }
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    private static String offer(String content) throws IOException {
        try (var socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(60_000);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var out = socket.getOutputStream();
            out.write(
                    ("EHLO a.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<bob@here.test>\r\nDATA\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 5; i++) {
                String _ = reply(in);
            }
            out.write((content + ".\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return reply(in);
        }
    }

    private static String nested() {
        var text = new StringBuilder("From: a@b.test\r\n");
        for (int i = 0; text.length() < SIZE; i++) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n",
                            i,
                            i));
        }
        return text + "\r\nx\r\n";
    }

    @ParameterizedTest
    @EnumSource(Bomb.class)
    void aBombIsAnsweredAndTheNextMessageIsTaken(Bomb bomb) throws IOException {
        assertThat(offer(bomb.content())).as(bomb.name()).matches("(250|55[0-9]) .*");
        assertThat(offer("From: a@b.test\r\n\r\nhello\r\n")).startsWith("250 ");
    }

    @org.junit.jupiter.api.Test
    void partsThatNestWithoutEndAreAnswered() throws IOException {
        assertThat(offer(nested())).matches("(250|55[0-9]) .*");
    }
}
