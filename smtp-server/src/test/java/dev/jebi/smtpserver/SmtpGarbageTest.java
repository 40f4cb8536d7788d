package dev.jebi.smtpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Conversations with octets flipped, cut and repeated: the session answers or closes, and never
/// has a fault.
final class SmtpGarbageTest {
    private static final int RUNS = 400;
    private static final int MOST = 30_000;

    @TempDir private Path directory;

    @Test
    void everySpoiltConversationIsAnsweredOrClosed() throws IOException, URISyntaxException {
        var conversations = conversations();
        try (var site = SmtpSite.open(directory)) {
            var servers =
                    List.of(
                            site.listen(Role.RECEPTION, Duration.ofMinutes(1)),
                            site.listen(Role.SUBMISSION, Duration.ofMinutes(1)));
            Randomly.runs(
                    RUNS,
                    "jebi.seed",
                    random ->
                            check(random.pick(servers), spoil(random.pick(conversations), random)));
            assertThat(directory.resolve("spool")).isEmptyDirectory();
        }
    }

    private static void check(InetSocketAddress server, byte[] spoilt) throws IOException {
        try (var client = new RawClient(server)) {
            String replies;
            try {
                client.send(spoilt);
                client.endOutput();
                replies = client.rest();
            } catch (SocketException e) {
                assertThat(e).hasMessageNotContaining("timed out");
                return; // it was left in the middle of its words
            }
            assertThat(replies.split("\r\n"))
                    .allSatisfy(line ->
                            assertThat(line)
                                    .matches("[2345][0-9]{2}[ -].*")
                                    .doesNotStartWith("451"));
        }
    }

    /// What the client says in each transcript.
    private static List<byte[]> conversations() throws IOException, URISyntaxException {
        var here = Path.of(SmtpGarbageTest.class.getResource("/reception").toURI());
        try (var files = Files.walk(here.getParent())) {
            return files.filter(f -> f.toString().endsWith(".smtp"))
                    .map(SmtpGarbageTest::said)
                    .toList();
        }
    }

    private static byte[] said(Path transcript) {
        var said = new StringBuilder();
        try {
            for (String line : Files.readAllLines(transcript)) {
                if (line.startsWith("C:")) {
                    said.append(line.substring(Math.min(3, line.length()))).append("\r\n");
                } else if (line.startsWith("C~")) {
                    said.append(line.substring(3));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String octets =
                said.toString().replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        return Arrays.copyOf(
                octets.getBytes(StandardCharsets.UTF_8), Math.min(octets.length(), MOST));
    }

    private static byte[] spoil(byte[] conversation, Randomly random) {
        byte[] octets = conversation.clone();
        for (int i = random.between(0, 6); i > 0 && octets.length > 0; i--) {
            int at = random.between(0, octets.length - 1);
            int length = random.small(octets.length - at);
            octets =
                    switch (random.between(0, 3)) {
                        case 0 -> {
                            octets[at] = (byte) random.between(0, 255);
                            yield octets;
                        }
                        case 1 -> join(octets, at, at + length, new byte[0]);
                        case 2 -> join(octets, at, at, Arrays.copyOfRange(octets, at, at + length));
                        default -> join(octets, at, at, random.octets(random.small(20)));
                    };
        }
        return octets;
    }

    private static byte[] join(byte[] octets, int end, int begin, byte[] between) {
        var joined = new ByteArrayOutputStream();
        joined.write(octets, 0, end);
        joined.writeBytes(between);
        joined.write(octets, begin, octets.length - begin);
        return joined.toByteArray();
    }
}
