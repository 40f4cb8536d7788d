package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What becomes of a store whose files are not as they were written: what is damaged is named and
/// isolated, what is missing is told of, everything else is served.
final class DamageTest {
    private static final StoreLimits SMALL =
            new StoreLimits(256 << 10, 200_000, 256L << 20, 1_000, 16 << 20, 63, 2)
                    .with(UndeleteLimits.NONE)
                    .with(CompactionLimits.NEVER);
    private static final int MESSAGES = 12;
    private static final int DAMAGED = 5;

    @TempDir Path directory;

    private Path store() {
        return directory.resolve("store");
    }

    private MailStore open() throws IOException {
        return EmbeddedStore.open(store(), SMALL, InstantSource.system());
    }

    private static Content message(int number, int octets) {
        return Content.concat(
                Stores.text("m" + number, "marker-" + number + "-marker\r\n"),
                Content.of(new byte[octets]));
    }

    /// Messages 1 to 12, each with a marker that stands nowhere else.
    private void fill(int octets) throws IOException {
        try (var store = open()) {
            var bob = Stores.account(store, "bob");
            for (int i = 1; i <= MESSAGES; i++) {
                var incoming =
                        Stores.incoming(message(i, octets), List.of(Stores.inbox(bob)), List.of());
                assertThat(store.accept(incoming)).isInstanceOf(Acceptance.Accepted.class);
            }
        }
    }

    /// The segment that holds a text, and where.
    private record Found(Path file, int at) {}

    private List<Path> segments() throws IOException {
        try (var files = Files.list(store().resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .filter(file -> !file.getFileName().toString().startsWith("spare"))
                    .sorted()
                    .toList();
        }
    }

    private Found find(String text) throws IOException {
        for (Path file : segments()) {
            int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(text);
            if (at >= 0) {
                return new Found(file, at);
            }
        }
        throw new AssertionError("nowhere: " + text);
    }

    private static void flip(Path file, int at) throws IOException {
        var octets = Files.readAllBytes(file);
        octets[at] ^= 4;
        Files.write(file, octets);
    }

    private static void check(MailStore store, Integer... unreadable) throws IOException {
        var bob = store.directory().account("bob@a.test").orElseThrow();
        var bad = new ArrayList<Integer>();
        try (var inbox = Stores.inbox(store, bob)) {
            assertThat(inbox.uids()).hasSize(MESSAGES);
            for (int i = 1; i <= MESSAGES; i++) {
                try {
                    var octets = inbox.content(new Uid(i)).orElseThrow().octets();
                    assertThat(new String(octets, StandardCharsets.ISO_8859_1))
                            .contains("marker-" + i + "-marker");
                } catch (IOException e) {
                    bad.add(i);
                }
            }
        }
        assertThat(bad).containsExactly(unreadable);
    }

    private static Verification verify(MailStore store) throws IOException {
        return store.upkeep().orElseThrow().verify(_ -> {});
    }

    @Test
    void aFlippedBitInAMessageIsolatesThatMessage() throws Exception {
        fill(100);
        var found = find("marker-5-marker");
        flip(found.file(), found.at() + 3);
        try (var store = open()) {
            check(store, DAMAGED);
            assertThat(verify(store).damaged()).containsExactly("bob@a.test INBOX 5 damaged");
            // it stays isolated when its neighbours move into one record
            store.upkeep().orElseThrow().compact(_ -> {});
            check(store, DAMAGED);
        }
        Files.delete(store().resolve("meta/mail.mv.db"));
        try (var store = open()) {
            check(store, DAMAGED);
            assertThat(verify(store).damaged()).containsExactly("bob@a.test INBOX 5 damaged");
        }
    }

    @Test
    void aFlippedBitInARecordsHeadCostsNothingWhileTheIndexKnowsIt() throws Exception {
        fill(100);
        var found = find("marker-5-marker");
        var octets = Files.readAllBytes(found.file());
        long base = Long.parseLong(found.file().getFileName().toString(), 0, 16, 16);
        flip(found.file(), header(octets, base, found.at()) + 30);
        try (var store = open()) {
            check(store);
            var sound = verify(store);
            assertThat(sound.damaged()).isEmpty();
            assertThat(sound.complaints()).hasSize(1).first().asString().contains("journal");
        }
    }

    /// The header of the record that an offset is in: its LSN is its own position.
    private static int header(byte[] octets, long base, int offset) {
        var buffer = ByteBuffer.wrap(octets);
        for (int at = offset & ~7; at > 0; at -= 8) {
            if (buffer.getLong(at + 8) == base + at) {
                return at;
            }
        }
        throw new AssertionError("no header");
    }

    @Test
    void aMissingSegmentIsToldOfAndTheStoreGoesOnWithoutIt() throws Exception {
        fill(60_000);
        var gone = find("marker-5-marker");
        assertThat(segments()).hasSizeGreaterThan(3);
        var others = new ArrayList<Integer>();
        for (int i = 1; i <= MESSAGES; i++) {
            if (find("marker-" + i + "-marker").file().equals(gone.file())) {
                others.add(i);
            }
        }
        Files.delete(gone.file());
        String base = gone.file().getFileName().toString().substring(0, 16);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining(base)
                .hasMessageContaining("missing")
                .hasMessageContaining("jebi store rebuild --without-missing");
        EmbeddedStore.rebuild(store(), SMALL, InstantSource.system(), true).close();
        try (var store = open()) {
            check(store, others.toArray(Integer[]::new));
            assertThat(verify(store).damaged())
                    .hasSize(others.size())
                    .contains("bob@a.test INBOX 5 missing");
            Stores.deliver(store, "new", store.directory().account("bob@a.test").orElseThrow());
        }
    }

    /// What is moved stands in a segment of its own.
    @Test
    void aMissingSegmentOfMovedMessagesIsToldOf() throws Exception {
        fill(60_000);
        try (var store = open()) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            for (int round = 0; round < 4; round++) { // it gives back what it moved before, too
                try (var inbox = Stores.inbox(store, bob)) {
                    inbox.remove(UidSet.of(round * 2 + 1L, round * 2 + 2L));
                }
                store.upkeep().orElseThrow().compact(_ -> {});
            }
            Stores.deliver(store, "behind", bob);
        }
        var gone = segments().getLast();
        assertThat(gone.getFileName().toString()).startsWith("008");
        assertThat(Files.readString(gone, StandardCharsets.ISO_8859_1)).contains("marker-9-");
        Files.delete(gone);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining(gone.getFileName().toString().substring(0, 16))
                .hasMessageContaining("jebi store rebuild --without-missing");
        EmbeddedStore.rebuild(store(), SMALL, InstantSource.system(), true).close();
        try (var store = open()) {
            assertThat(verify(store).damaged()).contains("bob@a.test INBOX 9 missing");
            Stores.deliver(store, "new", store.directory().account("bob@a.test").orElseThrow());
        }
    }

    @Test
    void aMissingEndIsToldOf() throws Exception {
        fill(60_000);
        Files.delete(segments().getLast());
        Files.delete(store().resolve("meta/mail.mv.db")); // or it would know of more
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("missing");
        EmbeddedStore.rebuild(store(), SMALL, InstantSource.system(), true).close();
        try (var store = open()) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            Stores.deliver(store, "new", bob);
            try (var inbox = Stores.inbox(store, bob)) {
                Stores.checkCounters(inbox);
                assertThat(inbox.uids()).hasSizeBetween(2, MESSAGES);
            }
        }
    }

    @Test
    void aMissingEndThatTheIndexKnowsIsToldOf() throws Exception {
        fill(60_000);
        Files.delete(segments().getLast());
        checkMissing(Path.of(""));
    }

    @Test
    void aJournalThatIsMissingIsToldOf() throws Exception {
        fill(100);
        var only = segments();
        assertThat(only).hasSize(1);
        Files.delete(only.getFirst());
        checkMissing(only.getFirst().getFileName());
    }

    private void checkMissing(Path name) throws IOException {
        for (int i = 0; i < 2; i++) { // the refusal itself changes nothing
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreRefused.class)
                    .hasMessageContaining("missing")
                    .hasMessageContaining(name.toString());
        }
        EmbeddedStore.rebuild(store(), SMALL, InstantSource.system(), true).close();
        for (int i = 0; i < 2; i++) {
            try (var store = open()) {
                var bob = store.directory().account("bob@a.test").orElseThrow();
                Stores.deliver(store, "new" + i, bob);
                try (var inbox = Stores.inbox(store, bob)) {
                    Stores.checkCounters(inbox);
                    assertThat(inbox.uids()).hasSize(MESSAGES + 1 + i);
                    // its UID is behind those that may have been given out and lost
                    var last = new Uid(inbox.uids()[MESSAGES + i]);
                    assertThat(inbox.content(last)).isPresent();
                }
            }
        }
    }

    @Test
    void aJournalThatBeginsLateNeedsItsSnapshot() throws Exception {
        fill(60_000);
        try (var store = open()) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            try (var inbox = Stores.inbox(store, bob)) {
                inbox.remove(UidSet.of(1, 2, 3, 4, 5, 6));
            }
            assertThat(store.upkeep().orElseThrow().compact(_ -> {})).isPositive();
        }
        Files.delete(store().resolve("meta/mail.mv.db"));
        open().close();
        Files.delete(store().resolve("meta/mail.mv.db"));
        try (var snapshots = Files.list(store().resolve("snap"))) {
            for (Path file : snapshots.toList()) {
                Files.delete(file);
            }
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("snapshot");
    }

    @Test
    void aNewerSegmentIsRefused() throws Exception {
        fill(100);
        var segment = segments().getFirst();
        var octets = Files.readAllBytes(segment);
        octets[11] = 2;
        var crc = new CRC32C();
        crc.update(octets, 0, 48);
        ByteBuffer.wrap(octets).putInt(48, (int) crc.getValue());
        Files.write(segment, octets);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("newer Jebi");
    }
}
