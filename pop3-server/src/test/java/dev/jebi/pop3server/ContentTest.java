package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Messages come back octet for octet (RFC 1939 §3, §5, §7).
final class ContentTest {
    @TempDir private Path directory;
    private Pop3Site site;

    @BeforeEach
    void open() throws IOException {
        site = Pop3Site.open(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void linesThatBeginWithADotAreStuffed() throws IOException {
        String message = ".\r\n..\r\n\r\n.\r\n.one\r\n...\r\n. \r\n";
        site.append(message);
        try (var client = site.signIn()) {
            assertThat(client.message("RETR 1")).asString().isEqualTo(message);
            assertThat(client.message("TOP 1 1")).asString().isEqualTo(".\r\n..\r\n\r\n.\r\n");
            client.write("RETR 1\r\nNOOP\r\n");
            assertThat(client.line()).isEqualTo("+OK " + message.length() + " octets");
            for (String line : "..|...||..|..one|....|.. |.".split("\\|", -1)) {
                assertThat(client.line()).isEqualTo(line);
            }
            assertThat(client.line()).startsWith("+OK");
        }
    }

    @Test
    void aMessageWithoutCrlfAtItsEndIsSentWithOne() throws IOException {
        site.append("Subject: x\r\n\r\nno end");
        try (var client = site.signIn()) {
            assertThat(client.send("LIST 1")).isEqualTo("+OK 1 20");
            assertThat(client.message("RETR 1"))
                    .asString()
                    .isEqualTo("Subject: x\r\n\r\nno end\r\n");
        }
    }

    @Test
    void everyOctetComesBack() throws IOException {
        var body = new StringBuilder("Subject: all\r\n\r\n");
        for (char octet = 0; octet < 256; octet++) {
            body.append(octet == '\r' || octet == '\n' ? ' ' : octet).append("a\r\n");
        }
        byte[] message = body.toString().getBytes(StandardCharsets.ISO_8859_1);
        site.append(message);
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).isEqualTo("+OK 1 " + message.length);
            assertThat(client.message("RETR 1")).isEqualTo(message);
        }
    }

    @Test
    void aLargeMessageComesBack() throws IOException {
        String line = ".".repeat(3) + "x".repeat(73) + "\r\n";
        byte[] message = ("Subject: large\r\n\r\n" + line.repeat(40_000)).getBytes(US);
        site.append(message);
        try (var client = site.signIn()) {
            assertThat(client.message("RETR 1")).isEqualTo(message);
            assertThat(client.message("TOP 1 99999999999")).isEqualTo(message);
            assertThat(client.lines("TOP 1 2")).hasSize(4);
        }
    }

    @Test
    void topSendsHeaderEmptyLineAndSoManyLines() throws IOException {
        site.append("A: b\r\nC: d\r\n\r\none\r\ntwo\r\n");
        site.append("A: only a header\r\n");
        try (var client = site.signIn()) {
            assertThat(client.lines("TOP 1 0")).containsExactly("A: b", "C: d", "");
            assertThat(client.lines("TOP 1 1")).containsExactly("A: b", "C: d", "", "one");
            assertThat(client.lines("TOP 1 9")).containsExactly("A: b", "C: d", "", "one", "two");
            assertThat(client.lines("TOP 2 9")).containsExactly("A: only a header", "");
            assertThat(client.send("TOP 3 0")).startsWith("-ERR");
            assertThat(client.send("TOP 1 -1")).startsWith("-ERR");
            assertThat(client.send("TOP 1")).startsWith("-ERR");
        }
    }

    @Test
    void anEmptyMaildropHasEmptyLists() throws IOException {
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).isEqualTo("+OK 0 0");
            assertThat(client.lines("LIST")).isEmpty();
            assertThat(client.lines("UIDL")).isEmpty();
            for (String number : new String[] {"0", "1", "-1", "99999999999999999999", "x", ""}) {
                for (String word : new String[] {"RETR", "DELE"}) {
                    assertThat(client.send(word + " " + number)).startsWith("-ERR");
                }
            }
            assertThat(client.send("NOOP")).startsWith("+OK");
        }
    }

    private static final java.nio.charset.Charset US = StandardCharsets.US_ASCII;
}
