package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Dialogues with octets flipped, cut and repeated: each session answers or closes, has no fault,
/// and leaves the maildrop to the next.
final class GarbageTest {
    /// Cheap ones: a true sign-in costs an Argon2 each, so most dialogues begin behind it.
    private static final List<String> BEFORE =
            List.of(
                    "CAPA\r\nAUTH\r\nUSER tim@example.org\r\nNOOP\r\nQUIT\r\n",
                    "AUTH PLAIN\r\n*\r\nAUTH LOGIN\r\ndGlt\r\n*\r\nSTLS\r\nQUIT\r\n",
                    "AUTH SCRAM-SHA-256 biwsbj10aW0scj1hYmM=\r\nYz1iaXdzLHI9YWJj\r\nQUIT\r\n");

    private static final List<String> BEHIND =
            List.of(
                    "STAT\r\nLIST\r\nLIST 1\r\nUIDL\r\nUIDL 2\r\nNOOP\r\n",
                    "RETR 1\r\nTOP 2 1\r\nTOP 1 0\r\nRETR 3\r\nCAPA\r\n",
                    "DELE 1\r\nLIST\r\nRSET\r\nLIST 1\r\nDELE 2\r\nSTAT\r\n");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir private Path directory;
    private Pop3Site site;

    @BeforeEach
    void open() throws IOException {
        site = Pop3Site.open(directory);
        site.append("Subject: one\r\n\r\n.1\r\n");
        site.append("Subject: two\r\n\r\n2\r\n");
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        site.close();
    }

    @Test
    void beforeSigningIn() {
        Randomly.runs(
                300,
                "jebi.seed",
                random -> {
                    try (var client = site.connect()) {
                        talk(client, mutated(random, random.pick(BEFORE)));
                    }
                    site.awaitEnd();
                });
        assertNoFault();
    }

    @Test
    void onAMaildrop() {
        Randomly.runs(
                50,
                "jebi.seed",
                random -> {
                    try (var client = site.signIn()) {
                        talk(client, mutated(random, random.pick(BEHIND).repeat(5)));
                    }
                    site.awaitEnd();
                    assertThat(site.messages()).isEqualTo(2);
                });
        assertNoFault();
    }

    /// Sends it all, ends its side, and reads to the end.
    private static void talk(Pop3Client client, byte[] octets) throws IOException {
        try {
            client.write(octets);
            client.shutdownOutput();
        } catch (SocketException _) {
            return; // the server had enough of it before the end: that is its right
        }
        for (String line : client.rest().split("\r\n", -1)) {
            assertThat(line).doesNotContain("\n").doesNotContain("Our fault");
        }
    }

    private void assertNoFault() {
        assertThat(log.list)
                .noneMatch(event -> event.getFormattedMessage().contains("event=pop3.fault"));
    }

    /// QUIT stays out of it: it may well say DELE before.
    private static byte[] mutated(Randomly random, String dialogue) {
        byte[] octets = dialogue.getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            switch (random.between(0, 60)) {
                case 0 -> out.write(random.between(0, 255));
                case 1 -> {}
                case 2 -> out.write(octets, i, random.between(0, octets.length - i));
                case 3 -> {
                    out.write(octets[i]);
                    out.write(random.between(0, 255));
                }
                default -> out.write(octets[i]);
            }
        }
        return new String(out.toByteArray(), StandardCharsets.ISO_8859_1)
                .replaceAll("(?i)quit", "quiz")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Pop3Session.class);
    }
}
