package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A process that has the store open is killed under load, again and again; in some rounds its
/// index is damaged besides. What it had acknowledged is there, once, with its UID; what it had
/// expunged stays away.
@Tag("long")
final class KillTest {
    private static final int ROUNDS = 8;

    @TempDir Path directory;

    private final Map<String, Long> uids = new HashMap<>();

    @Test
    void nothingAcknowledgedIsLostOrDoubled() {
        Randomly.runs(
                1,
                "kill.seed",
                random -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        crash(round, random);
                        if (random.oneIn(3)) {
                            spoil(directory.resolve("store/meta/mail.mv.db"), random);
                        }
                        check();
                    }
                });
    }

    private void crash(int round, Randomly random) throws Exception {
        var acknowledged = directory.resolve("acknowledged");
        long before = Files.exists(acknowledged) ? Files.size(acknowledged) : 0;
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashedStore.class.getName(),
                                directory.resolve("store").toString(),
                                acknowledged.toString(),
                                "r" + round)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        !process.isAlive()
                                || (Files.exists(acknowledged)
                                        && Files.size(acknowledged) > before));
        // some way into the load
        assertThat(process.waitFor(random.between(50, 2_000), TimeUnit.MILLISECONDS))
                .as(() -> output())
                .isFalse();
        process.destroyForcibly().waitFor();
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void spoil(Path index, Randomly random) throws IOException {
        byte[] garbage = random.octets((int) Files.size(index) / 2);
        try (var file = Files.newByteChannel(index, StandardOpenOption.WRITE)) {
            file.position(Files.size(index) / 3);
            file.write(java.nio.ByteBuffer.wrap(garbage));
        }
    }

    private void check() throws IOException {
        Set<String> mustBeThere = new HashSet<>();
        Set<Long> flagged = new HashSet<>();
        Set<Long> mayBeGone = new HashSet<>();
        Set<Long> mustBeGone = new HashSet<>();
        for (String line : whole(Files.readString(directory.resolve("acknowledged")))) {
            var words = line.split(" ");
            switch (words[0]) {
                case "delivered" -> mustBeThere.add(words[1]);
                case "appended" -> {
                    mustBeThere.add(words[1]);
                    uids.put(words[1], Long.parseLong(words[2]));
                }
                case "flagged" -> flagged.add(Long.parseLong(words[1]));
                case "!expunged" -> mayBeGone.add(Long.parseLong(words[1]));
                case "expunged" -> mustBeGone.add(Long.parseLong(words[1]));
                default -> throw new AssertionError(line);
            }
        }
        try (var store =
                EmbeddedStore.open(
                        directory.resolve("store"), CrashedStore.LIMITS, InstantSource.system())) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            try (var inbox = Stores.inbox(store, bob)) {
                Stores.checkCounters(inbox);
                var there = subjects(inbox);
                for (String subject : mustBeThere) {
                    var uid = uids.get(subject);
                    boolean gone = uid != null && mayBeGone.contains(uid);
                    assertThat(gone || there.containsKey(subject)).as(subject).isTrue();
                }
                assertThat(there.values()).doesNotContainAnyElementsOf(mustBeGone);
                for (long uid : flagged) {
                    assertThat(inbox.message(new Uid(uid)).orElseThrow().flags())
                            .isEqualTo(Flags.of("\\Flagged", "$Seen"));
                }
                assertThat(store.quota(bob.id()).messagesUsed()).isEqualTo(there.size());
            }
        }
    }

    /// A kill may have cut the last line.
    private static List<String> whole(String text) {
        return text.substring(0, text.lastIndexOf('\n')).lines().toList();
    }

    /// The subject of each message with its UID: each once, and each UID always the same's.
    private Map<String, Long> subjects(Mailbox inbox) throws IOException {
        var there = new HashMap<String, Long>();
        for (long uid : inbox.uids()) {
            var content = Stores.octets(inbox.content(new Uid(uid)).orElseThrow());
            String subject = content.substring("Subject: ".length(), content.indexOf('\r'));
            assertThat(there.put(subject, uid)).as("twice: %s", subject).isNull();
            assertThat(uids.merge(subject, uid, (before, _) -> before)).isEqualTo(uid);
        }
        return there;
    }
}
