package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.sasl.PlaintextPolicy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a session goes and ends: pipelining, limits, time, the end of the server.
final class SessionTest {
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
    void capaTellsWhatWorksInEachState() throws IOException {
        try (var client = site.connect()) {
            String[] capabilities = {
                "TOP",
                "UIDL",
                "RESP-CODES",
                "AUTH-RESP-CODE",
                "PIPELINING",
                "USER",
                "SASL SCRAM-SHA-256 PLAIN LOGIN",
                "UTF8 USER",
                "LANG",
                "EXPIRE NEVER",
                "IMPLEMENTATION Jebi"
            };
            assertThat(client.lines("capa")).containsExactly(capabilities);
            client.send("USER tim@example.org");
            client.send("PASS tanstaaf tan");
            assertThat(client.lines("CAPA")).containsExactly(capabilities);
        }
    }

    @Test
    void commandsThatComeAtOnceAreAnsweredInTheirOrder() throws IOException {
        site.append("Subject: one\r\n\r\n1\r\n");
        site.append("Subject: two\r\n\r\n2\r\n");
        try (var client = site.connect()) {
            client.write(
                    "USER tim@example.org\r\nPASS tanstaaf tan\r\nSTAT\r\nRETR 1\r\nFOO\r\n"
                            + "RETR 2\r\nDELE 1\r\nLIST\r\nQUIT\r\nNOOP\r\n");
            assertThat(client.rest().replaceAll("\\+OK \\w+; your.*", "+OK").split("\r\n"))
                    .containsExactly(
                            "+OK Now send PASS and your password",
                            "+OK",
                            "+OK 2 38",
                            "+OK 19 octets",
                            "Subject: one",
                            "",
                            "1",
                            ".",
                            "-ERR Unknown command; there are USER PASS AUTH STLS CAPA STAT LIST"
                                    + " UIDL TOP RETR DELE RSET NOOP UTF8 LANG QUIT",
                            "+OK 19 octets",
                            "Subject: two",
                            "",
                            "2",
                            ".",
                            "+OK Message 1 is deleted when you QUIT",
                            "+OK 1 message (19 octets)",
                            "2 19",
                            ".",
                            "+OK Bye; deleted 1");
        }
    }

    @Test
    void manyMessagesInOnePipelineComeWhole() throws IOException {
        var commands = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            site.append("Subject: " + i + "\r\n\r\n" + "x".repeat(i) + "\r\n");
            commands.append("RETR ").append(i).append("\r\n");
        }
        try (var client = site.signIn()) {
            client.write(commands.toString());
            for (int i = 1; i <= 100; i++) {
                assertThat(client.line()).startsWith("+OK ");
                assertThat(client.line()).isEqualTo("Subject: " + i);
                assertThat(client.line()).isEmpty();
                assertThat(client.line()).hasSize(i);
                assertThat(client.line()).isEqualTo(".");
            }
        }
    }

    @Test
    void aCommandInPiecesIsOneCommand() throws IOException {
        try (var client = site.connect()) {
            for (char c : "NOOP\r\n".toCharArray()) {
                client.write(String.valueOf(c));
            }
            assertThat(client.line()).startsWith("-ERR Sign in first");
        }
    }

    @Test
    void aReplyDoesNotWaitForTheRestOfTheNextCommand() throws IOException {
        try (var client = site.connect()) {
            client.write("NOOP\r\nQU");
            assertThat(client.line()).startsWith("-ERR Sign in first");
            client.write("IT\r\n");
            assertThat(client.line()).startsWith("+OK");
        }
    }

    @Test
    void linesThatAreNoneAreRefusedAndTheSessionGoesOn() throws IOException {
        try (var client = site.connect()) {
            assertThat(client.send("NOOP " + "x".repeat(100_000))).startsWith("-ERR");
            assertThat(client.send("NOOP " + "x".repeat(300))).startsWith("-ERR");
            assertThat(client.send("NO\0OP")).startsWith("-ERR");
            client.write("CAPA\n");
            assertThat(client.line()).startsWith("-ERR").contains("CR and LF");
            assertThat(client.send("CA\rPA")).startsWith("-ERR");
            client.write(new byte[] {'C', 'A', 'P', (byte) 0xC1, '\r', '\n'});
            assertThat(client.line()).startsWith("-ERR");
            assertThat(client.send("")).startsWith("-ERR");
            assertThat(client.send("QUIT")).startsWith("+OK");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void tooMuchNonsenseEndsTheSession() throws IOException {
        try (var client = site.signIn()) {
            client.send("DELE 1");
            client.write("GET / HTTP/1.1\r\n".repeat(100));
            assertThat(client.rest().split("\r\n"))
                    .hasSize(Pop3Limits.STANDARD.badCommands())
                    .allMatch(line -> line.startsWith("-ERR"));
        }
        site.awaitEnd();
        site.signIn().close();
    }

    @Test
    void aSilentClientIsLeftWithoutAWordAndDeletesNothing() throws IOException {
        site.close();
        site = site("idle", Duration.ofMinutes(10), Duration.ofSeconds(3));
        site.append("Subject: one\r\n\r\n1\r\n");
        try (var client = site.signIn()) {
            assertThat(client.send("DELE 1")).startsWith("+OK");
            assertThat(client.rest()).isEmpty(); // RFC 1939 §3: no response, no UPDATE state
        }
        site.awaitEnd();
        assertThat(site.messages()).isEqualTo(1);
        site.signIn().close();
    }

    @Test
    @Timeout(60)
    void signingInHasAnEndWhateverIsSentMeanwhile() throws IOException {
        site.close();
        site = site("slow", Duration.ofMillis(500), Duration.ofMinutes(10));
        try (var client = site.connect()) {
            assertThatThrownBy(() -> capabilitiesForEver(client)).isInstanceOf(IOException.class);
        }
        site.awaitEnd();
    }

    private static void capabilitiesForEver(Pop3Client client) throws IOException {
        while (true) {
            client.lines("CAPA");
        }
    }

    @Test
    void aServerThatStopsSaysSoAndDeletesNothing() throws IOException {
        site.append("Subject: one\r\n\r\n1\r\n");
        try (var client = site.signIn()) {
            assertThat(client.send("DELE 1")).startsWith("+OK");
            site.server.close(Duration.ofSeconds(60));
            assertThat(client.rest()).startsWith("-ERR [SYS/TEMP]");
        }
        assertThat(site.messages()).isEqualTo(1);
    }

    private Pop3Site site(String name, Duration authorization, Duration idle) throws IOException {
        var limits = new Pop3Limits(253, 1_000, 12_288, 20, 5, authorization, idle);
        var settings = new Pop3Settings("pop.example.org", PlaintextPolicy.LOOPBACK, limits);
        return Pop3Site.open(directory.resolve(name), settings, Optional.empty());
    }
}
