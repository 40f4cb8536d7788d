package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// The server is killed at random moments under load: what was acknowledged with 250 is there once,
/// no UID comes back with another message, and the next start needs no hand.
class KillTest {
    private static final int SENDERS = 8;
    private static final Pattern FETCHED =
            Pattern.compile(
                    "\\* \\d+ FETCH \\(UID (\\d+) BODY\\[HEADER.FIELDS \\(X-MARK\\)] \\{(\\d+)}");

    @TempDir private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> shown = new HashMap<>();
    private final AtomicLong marks = new AtomicLong();

    @Test
    void aFewKills() throws Exception {
        rounds(5);
    }

    @Test
    @Tag("long")
    void fiftyKills() throws Exception {
        rounds(50);
    }

    private void rounds(int rounds) throws Exception {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        Path data = folder.resolve("data");
        for (int round = 0; round < rounds; round++) {
            try (var server = JebiProcess.serve(data, "hostname=a.test")) {
                if (round == 0) {
                    server.withAccount("al@a.test");
                }
                check(server, seed);
                load(server, 200 + random.nextInt(800));
            }
        }
        try (var server = JebiProcess.serve(data, "hostname=a.test")) {
            check(server, seed);
            LoggerFactory.getLogger(KillTest.class)
                    .info("rounds={} acknowledged={} seed={}", rounds, acknowledged.size(), seed);
            assertThat(acknowledged).hasSizeGreaterThan(rounds);
            assertThat(server.stop()).isZero();
        }
    }

    /// Sends from several sessions at once until the server is killed.
    private void load(JebiProcess server, int milliseconds) throws Exception {
        var ended = new CountDownLatch(SENDERS);
        for (int i = 0; i < SENDERS; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            send(server.at("smtp"));
                        } catch (IOException _) {
                            ended.countDown(); // killed: what was asked for
                        }
                    });
        }
        assertThat(ended.await(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
        server.kill();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void send(InetSocketAddress at) throws IOException {
        try (var smtp = new Dialogue(at)) {
            smtp.reply();
            smtp.command("EHLO load");
            while (true) {
                String mark = "m" + marks.incrementAndGet();
                smtp.command("MAIL FROM:<x@a.test>");
                smtp.command("RCPT TO:<al@a.test>");
                smtp.command("DATA");
                smtp.send("X-Mark: " + mark + "\r\nSubject: load\r\n\r\n" + "x".repeat(2_000));
                if (smtp.command(".").startsWith("250 ")) {
                    acknowledged.add(mark);
                }
            }
        }
    }

    private void check(JebiProcess server, long seed) throws IOException {
        Map<Long, String> now = new HashMap<>();
        List<String> marks = new ArrayList<>();
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            imap.send("a LOGIN al@a.test secret");
            until(imap, "a ");
            imap.send("b SELECT INBOX");
            until(imap, "b ");
            imap.send("c UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (X-MARK)])");
            String line;
            while (!(line = imap.line()).startsWith("c ")) {
                var match = FETCHED.matcher(line);
                if (match.find()) {
                    String header =
                            new String(
                                    imap.octets(Integer.parseInt(match.group(2))),
                                    java.nio.charset.StandardCharsets.US_ASCII);
                    String mark = header.strip().replace("X-Mark: ", "");
                    now.put(Long.parseLong(match.group(1)), mark);
                    marks.add(mark);
                }
            }
            assertThat(line).startsWith("c OK");
        }
        assertThat(marks).as("doubled, seed %d", seed).doesNotHaveDuplicates();
        assertThat(marks).as("lost, seed %d", seed).containsAll(acknowledged);
        assertThat(now)
                .as("UIDs that mean something else, seed %d", seed)
                .containsAllEntriesOf(shown);
        shown.putAll(now);
    }

    private static void until(Dialogue imap, String tag) throws IOException {
        String line;
        do {
            line = imap.line();
        } while (!line.startsWith(tag));
        assertThat(line).startsWith(tag + "OK");
    }
}
