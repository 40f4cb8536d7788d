package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Space comes back, and nothing that lives is lost by it.
final class CompactionTest {
    /// Small segments, nothing kept of what is expunged, and compaction only when asked.
    private static final StoreLimits SMALL =
            new StoreLimits(1 << 20, 200_000, 256L << 20, 1_000, 16 << 20, 63, 2)
                    .with(UndeleteLimits.NONE)
                    .with(CompactionLimits.NEVER);

    @TempDir Path directory;

    private MailStore open(StoreLimits limits) throws IOException {
        return EmbeddedStore.open(directory.resolve("store"), limits, InstantSource.system());
    }

    private static byte[] octets(Randomly random, int length) {
        var head = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        var octets = Arrays.copyOf(head, Math.max(length, head.length));
        var body = random.octets(octets.length - head.length);
        System.arraycopy(body, 0, octets, head.length, body.length);
        return octets;
    }

    private static long append(Mailbox inbox, byte[] octets) throws IOException {
        var message = Stores.message(Content.of(octets), Flags.NONE);
        return ((Appending.Appended) inbox.append(List.of(message))).uids().getFirst().value();
    }

    private static void check(Mailbox inbox, Map<Long, byte[]> expected) throws IOException {
        assertThat(inbox.uids())
                .containsExactly(expected.keySet().stream().mapToLong(uid -> uid).toArray());
        for (var entry : expected.entrySet()) {
            var uid = new Uid(entry.getKey());
            assertThat(inbox.content(uid).orElseThrow().octets()).isEqualTo(entry.getValue());
            assertThat(inbox.head(uid).orElseThrow().envelope().subject()).contains("x");
        }
        Stores.checkCounters(inbox);
    }

    /// Fills an inbox and removes most of it again.
    private static Map<Long, byte[]> churn(Mailbox inbox, Randomly random, int messages)
            throws IOException {
        var expected = new TreeMap<Long, byte[]>();
        for (int i = 0; i < messages; i++) {
            var octets = octets(random, random.between(20, 20_000));
            expected.put(append(inbox, octets), octets);
        }
        var gone = expected.keySet().stream().filter(_ -> !random.oneIn(5)).toList();
        inbox.remove(UidSet.of(gone.stream().mapToLong(uid -> uid).toArray()));
        expected.keySet().removeAll(gone);
        return expected;
    }

    @Test
    void whatIsDeadIsGivenBackAndWhatLivesIsRead() {
        Randomly.runs(
                1,
                "compaction.seed",
                random -> {
                    Map<Long, byte[]> expected;
                    try (var store = open(SMALL)) {
                        var bob = Stores.account(store, "bob");
                        try (var inbox = Stores.inbox(store, bob)) {
                            expected = churn(inbox, random, 400);
                            var upkeep = store.upkeep().orElseThrow();
                            var full = upkeep.stats();
                            var before = inbox.content(new Uid(first(expected))).orElseThrow();
                            assertThat(upkeep.compact(_ -> {})).isPositive();
                            var stats = upkeep.stats();
                            assertThat(stats.living()).isEqualTo(full.living());
                            assertThat(stats.journal()).isLessThan(full.journal() / 2);
                            assertThat(stats.snapshot()).isPresent();
                            check(inbox, expected); // a table that knows old places
                            assertThat(before.octets()).isEqualTo(expected.get(first(expected)));
                            var found = upkeep.verify(_ -> {});
                            assertThat(found.complaints()).isEmpty();
                            assertThat(found.damaged()).isEmpty();
                        }
                    }
                    check(expected);
                    Files.delete(directory.resolve("store/meta/mail.mv.db"));
                    check(expected); // from the snapshot
                    check(expected);
                });
    }

    private static long first(Map<Long, byte[]> expected) {
        return expected.keySet().iterator().next();
    }

    private void check(Map<Long, byte[]> expected) throws IOException {
        try (var store = open(SMALL)) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            try (var inbox = Stores.inbox(store, bob)) {
                check(inbox, expected);
            }
            var found = store.upkeep().orElseThrow().verify(_ -> {});
            assertThat(found.complaints()).isEmpty();
            assertThat(found.damaged()).isEmpty();
        }
    }

    @Test
    void mailThatIsQueuedMovesToo() {
        Randomly.runs(
                1,
                "compaction.seed",
                random -> {
                    var octets = octets(random, 100_000);
                    try (var store = open(SMALL)) {
                        var bob = Stores.account(store, "bob");
                        var to = List.of(Stores.remote("x"));
                        store.accept(Stores.incoming(Content.of(octets), List.of(), to));
                        try (var inbox = Stores.inbox(store, bob)) {
                            churn(inbox, random, 400);
                        }
                        assertThat(store.upkeep().orElseThrow().compact(_ -> {})).isPositive();
                        checkQueue(store, octets);
                    }
                    try (var store = open(SMALL)) {
                        checkQueue(store, octets);
                    }
                });
    }

    /// A round that moves little leaves a small segment, and there may be many rounds.
    @Test
    void smallPiecesBecomeLargerOnes() {
        Randomly.runs(
                1,
                "compaction.seed",
                random -> {
                    var expected = new TreeMap<Long, byte[]>();
                    try (var store = open(SMALL)) {
                        var bob = Stores.account(store, "bob");
                        for (int i = 0; i < 80; i++) {
                            try (var inbox = Stores.inbox(store, bob)) {
                                var kept = octets(random, 40_000);
                                expected.put(append(inbox, kept), kept);
                                long gone = append(inbox, octets(random, 300_000));
                                inbox.remove(UidSet.of(gone));
                            }
                            store.upkeep().orElseThrow().compact(_ -> {});
                        }
                        assertThat(moved()).isBetween(2L, 35L);
                        assertThat(store.upkeep().orElseThrow().verify(_ -> {}).damaged())
                                .isEmpty();
                    }
                    try (var store = open(SMALL)) {
                        var bob = store.directory().account("bob@a.test").orElseThrow();
                        try (var inbox = Stores.inbox(store, bob)) {
                            check(inbox, expected);
                        }
                    }
                });
    }

    /// How many segments of moved octets there are.
    private long moved() throws IOException {
        try (var files = Files.list(directory.resolve("store/log"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("008")).count();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theDiskHasBackWhatWasGivenBack() {
        Randomly.runs(
                1,
                "compaction.seed",
                random -> {
                    try (var store = open(SMALL)) {
                        var bob = Stores.account(store, "bob");
                        try (var inbox = Stores.inbox(store, bob)) {
                            churn(inbox, random, 1_000);
                            var upkeep = store.upkeep().orElseThrow();
                            assertThat(upkeep.compact(_ -> {})).isPositive();
                            Awaitility.await().until(this::nothingIsHeld);
                        }
                    }
                });
    }

    /// With a collection before, which the store asks for when it is worth it.
    private boolean nothingIsHeld() throws IOException {
        System.gc();
        return DeletedFiles.octets(directory) == 0;
    }

    private static void checkQueue(MailStore store, byte[] octets) throws IOException {
        var entry = store.queue().list().getFirst();
        assertThat(store.queue().content(entry.id()).octets()).isEqualTo(octets);
    }

    @Test
    void aStoreThatIsTooLargeIsCompactedByItself() {
        var eager =
                new CompactionLimits(
                        Duration.ofMillis(50), 140, 1 << 20, Long.MAX_VALUE, 150, 155, 160);
        Randomly.runs(
                1,
                "compaction.seed",
                random -> {
                    try (var store = open(SMALL.with(eager))) {
                        var bob = Stores.account(store, "bob");
                        try (var inbox = Stores.inbox(store, bob)) {
                            var expected = churn(inbox, random, 1_000);
                            var upkeep = store.upkeep().orElseThrow();
                            Awaitility.await()
                                    .atMost(Duration.ofMinutes(2))
                                    .until(() -> isSmall(upkeep.stats()));
                            check(inbox, expected);
                        }
                    }
                });
    }

    private static boolean isSmall(StoreStats stats) {
        return stats.journal() + stats.spare() < stats.living() * 3 / 2 + (3 << 20);
    }
}
