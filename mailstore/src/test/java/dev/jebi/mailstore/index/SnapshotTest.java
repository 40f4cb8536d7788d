package dev.jebi.mailstore.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountPlaced;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.AccountUsed;
import dev.jebi.mailstore.change.Change.AccountWarned;
import dev.jebi.mailstore.change.Change.BlobMoved;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.DomainRemoved;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.KeptCounted;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RegisterExpired;
import dev.jebi.mailstore.change.Change.RegisterSet;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.KeptRow;
import dev.jebi.mailstore.change.Logged;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.change.QueuedMail;
import dev.jebi.mailstore.change.RegisterRow;
import dev.jebi.mailstore.change.Secret;
import dev.jebi.mailstore.change.WishCodec.Along;
import dev.jebi.mailstore.journal.FileDisk;
import dev.jebi.mailstore.journal.NewerFormat;
import dev.jebi.mailstore.snapshot.Pace;
import dev.jebi.mailstore.snapshot.Snapshots;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;

/// A snapshot holds everything that the index holds.
final class SnapshotTest {
    private static final RecipientWishes WISHES =
            new RecipientWishes(
                    Optional.of(Set.of(RecipientWishes.Notice.SUCCESS)),
                    Optional.of(new RecipientWishes.OriginalRecipient("rfc822", "x@c.test")));
    private static final Along ALONG =
            new Along(DeliveryWishes.NONE.with(DeliveryWishes.TlsWish.REQUIRED), 2, "abc");

    private static final UUID STORE = UUID.fromString("3f0c1c0e-0000-0000-0000-000000000000");

    /// The log that nodes share, and octets: not what a snapshot holds.
    private static final List<String> SHARED =
            List.of("shared_log", "log", "node", "content", "content_part", "head", "migration");

    private static final int MANY = 1_203;

    @TempDir Path directory;

    private Index index(String name) throws IOException {
        return Index.open(directory.resolve(name), STORE.toString());
    }

    private Snapshots snapshots() throws IOException {
        return new Snapshots(
                new FileDisk(directory.resolve("snap")), STORE, InstantSource.system());
    }

    private static Place place(long blob) {
        return new Place(blob * 100, 10, 50);
    }

    private static MessageRow row(long uid, long blob) {
        return new MessageRow(uid, 2, 3, 5, 1_000 + uid, blob, place(blob), 1_000 + uid);
    }

    /// Something in every table. Whoever adds a table adds rows of it here, and to the snapshot.
    private static void fill(Index index) throws IOException {
        var changes = new ArrayList<Change>();
        changes.add(new DomainAdded(1, "a.test"));
        changes.add(new DomainAdded(40, "gone.test"));
        changes.add(new DomainRemoved(40));
        var secret = new Secret("hash", new byte[] {1}, 4, new byte[] {2, 3}, new byte[] {4});
        changes.add(new AccountSet(2, 1, "bob", true, secret, 5_000_000, 9_000));
        changes.add(new AccountPlaced("bob@a.test", 0));
        changes.add(new AccountPlaced("ann@a.test", 3));
        changes.add(new AccountPlaced("ann@a.test", -1));
        changes.add(new MailboxCreated(3, 2, "INBOX", 77, -1, true));
        changes.add(new MailboxCreated(4, 2, "Trash", 78, 2, false));
        changes.add(new Subscribed(2, "no/where", true));
        changes.add(new KeywordsAdded(3, 0, List.of("$One", "$Two")));
        for (int i = 1; i <= MANY; i++) {
            changes.add(new BlobStored(i, place(i)));
            changes.add(new MessagesAdded(3, List.of(row(i, i))));
            if (i % 3 == 0) {
                changes.add(new MessagesAdded(4, List.of(row(i, i))));
            }
        }
        changes.add(new Expunged(3, 9, new long[] {1, 2, 3, 7}, new long[] {1, 2, 3, 7}));
        changes.add(new Expunged(4, 10, new long[] {9}, new long[] {9}));
        var kept = new KeptRow(1, 9, 3, 2, 5, 9);
        var more = new KeptRow(2, 10, 3, 3, 5, 10);
        changes.add(new MessagesKept(2, "Trash", 77, List.of("$One", "$Two"), List.of(kept, more)));
        changes.add(new KeptCounted(2, 100, 2));
        changes.add(new AccountWarned(2, 80));
        changes.add(new BlobStored(5_000, place(5_000)));
        changes.add(
                new MailQueued(
                        new QueuedMail(
                                5_000,
                                place(5_000),
                                3,
                                "s",
                                "b.test",
                                4,
                                true,
                                false,
                                ALONG,
                                to())));
        changes.add(new RecipientRedirected(5_000, 1, "z", "e.test", WISHES));
        changes.add(new RecipientDeferred(5_000, 2, 1, 60, true, "450 later"));
        changes.add(new BlobMoved(12, new Place(9_999_000, 10, 50)));
        changes.add(new MailboxCounted(3, new Counters(1_204, 9, MANY - 4, 1, 2, 59_950)));
        changes.add(new MailboxCounted(4, new Counters(1_204, 10, 400, 1, 2, 20_000)));
        changes.add(new AccountUsed(2, 79_950, 1_599));
        changes.add(new RegisterSet(values(-1)));
        changes.add(new RegisterExpired(50));
        changes.add(new RegisterSet(values(60)));
        try (var applier = new Applier(index, 10, 1 << 20, _ -> {})) {
            applier.take(new Logged(4_096, changes), 10);
            applier.take(new Logged(8_192, List.of(new Subscribed(2, "later", true))), 10);
        }
    }

    /// Of the system and of an account, of two kinds, more than are read at once.
    private static List<RegisterRow> values(int expires) {
        var rows = new ArrayList<RegisterRow>();
        for (int i = 0; i < 70; i++) {
            byte[] octets = new byte[i * 1_000];
            String kind = i % 7 == 0 ? "b" : "a-b";
            rows.add(new RegisterRow(i % 2 * 2, kind, "k" + i, i != 4, expires + i, octets));
        }
        return rows;
    }

    private static List<QueuedMail.Recipient> to() {
        return List.of(
                new QueuedMail.Recipient(1, "x", "c.test", 0, 5, false, false, "", WISHES),
                new QueuedMail.Recipient(
                        2, "y", "d.test", 0, 6, true, false, "", RecipientWishes.NONE));
    }

    /// Tables that only a database has which nodes share: a snapshot is of an embedded store.
    private static final Set<String> CLUSTER =
            Set.of(
                    "content",
                    "content_part",
                    "head",
                    "log",
                    "migration",
                    "node",
                    "shared_log",
                    "shard",
                    "trace_block",
                    "trace_key");

    /// Every row of every table.
    private Map<String, List<String>> tables(String name) throws Exception {
        var tables = new TreeMap<String, List<String>>();
        String url = Index.url(directory.resolve(name));
        try (var connection = DriverManager.getConnection(url, "", "");
                var statement = connection.createStatement()) {
            var names = new ArrayList<String>();
            try (var rows =
                    statement.executeQuery(
                            """
                            select table_name from information_schema.tables
                            where table_schema = 'public'
                            """)) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (String table : names) {
                if (!table.startsWith("flyway") && !CLUSTER.contains(table)) {
                    tables.put(table, rows(statement, table));
                }
            }
            statement.execute("shutdown");
        }
        return tables;
    }

    private static List<String> rows(java.sql.Statement statement, String table) throws Exception {
        var found = new ArrayList<String>();
        try (var rows = statement.executeQuery("select * from " + table)) {
            while (rows.next()) {
                var row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(rows.getString(i)).append('|');
                }
                found.add(row.toString());
            }
        }
        found.sort(null);
        return found;
    }

    @Test
    void everyTableIsAsItWas() throws Exception {
        try (var from = index("from");
                var to = index("to")) {
            fill(from);
            var written = snapshots().write(from::export, Pace.FULL);
            assertThat(written.lsn()).isEqualTo(8_192);
            var found = snapshots().newest().orElseThrow();
            assertThat(found).isEqualTo(written);
            to.load(found.lsn(), snapshots().read(found));
            assertThat(to.state()).usingRecursiveComparison().isEqualTo(from.state());
        }
        var before = tables("from");
        assertThat(before).hasSizeGreaterThan(9);
        before.keySet().removeAll(SHARED);
        before.forEach((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        var after = tables("to");
        after.keySet().removeAll(SHARED);
        assertThat(after).isEqualTo(before);
        assertThat(before.get("message")).hasSize(MANY - 4 + MANY / 3 - 1);
        assertThat(before.get("register")).hasSize(69);
        assertThat(before.get("blob")).contains("12|9999000|10|50|2|");
    }

    @Test
    void aSnapshotIsOfOneMomentWhileTheApplierGoesOn() throws Exception {
        try (var from = index("from");
                var applier = new Applier(from, 10, 1 << 20, _ -> {})) {
            fill(from);
            var loaded = new ArrayList<Change>();
            from.export(
                    new StateSink() {
                        @Override
                        public void begin(long appliedLsn) throws IOException {
                            assertThat(appliedLsn).isEqualTo(8_192);
                            long[] uids = {4, 5};
                            applier.take(
                                    new Logged(9_000, List.of(new Expunged(3, 11, uids, uids))),
                                    10);
                            org.awaitility.Awaitility.await()
                                    .until(() -> from.appliedLsn() == 9_000);
                        }

                        @Override
                        public void changes(List<Change> changes) {
                            loaded.addAll(changes);
                        }
                    });
            long messages =
                    loaded.stream()
                            .filter(MessagesAdded.class::isInstance)
                            .mapToLong(added -> ((MessagesAdded) added).messages().size())
                            .sum();
            assertThat(messages).isEqualTo(MANY - 4 + MANY / 3 - 1);
        }
    }

    @Test
    void theLastTwoAreKeptAndADamagedOneIsPassedOver() throws Exception {
        try (var from = index("from")) {
            fill(from);
            snapshots().write(from::export, Pace.FULL);
            for (long lsn : new long[] {9_000, 10_000}) {
                try (var applier = new Applier(from, 10, 1 << 20, _ -> {})) {
                    var change = new Subscribed(2, "at" + lsn, true);
                    applier.take(new Logged(lsn, List.of(change)), 10);
                }
                snapshots().write(from::export, Pace.FULL);
            }
        }
        assertThat(snapshots().names())
                .containsExactly("snapshot-0000000000002710", "snapshot-0000000000002328");
        Randomly.runs(
                20,
                "snapshot.seed",
                random -> {
                    Path newest = directory.resolve("snap/snapshot-0000000000002710");
                    var octets = Files.readAllBytes(newest);
                    var spoilt = octets.clone();
                    int at = random.between(0, octets.length - 1);
                    // what is not used may be anything; a version is not damaged but newer
                    if ((at >= 8 && at < 16) || (at >= 52 && at < 56)) {
                        return;
                    }
                    spoilt[at] ^= (byte) (1 << random.between(0, 7));
                    Files.write(newest, spoilt);
                    assertThat(snapshots().newest().orElseThrow().lsn()).isEqualTo(9_000);
                    Files.write(newest, java.util.Arrays.copyOf(octets, at));
                    assertThat(snapshots().newest().orElseThrow().lsn()).isEqualTo(9_000);
                    Files.write(newest, octets);
                });
    }

    @Test
    void whatTheyTakeIsToldWhileTheyComeAndGo() throws Exception {
        try (var from = index("from");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing =
                    threads.submit(() -> {
                        for (int lsn = 1; lsn <= 60; lsn++) {
                            try (var applier = new Applier(from, 10, 1 << 20, _ -> {})) {
                                var change = new DomainAdded(lsn, "d" + lsn + ".test");
                                applier.take(new Logged(lsn, List.of(change)), 10);
                            }
                            snapshots().write(from::export, Pace.FULL);
                        }
                        return true;
                    });
            while (!writing.isDone()) {
                assertThat(snapshots().octets()).isNotNegative();
            }
            assertThat(writing.get()).isTrue();
            assertThat(snapshots().octets()).isPositive();
        }
    }

    @Test
    void aNewerSnapshotIsRefused() throws Exception {
        try (var from = index("from")) {
            snapshots().write(from::export, Pace.FULL);
        }
        Path newest = directory.resolve("snap/snapshot-0000000000000000");
        var octets = Files.readAllBytes(newest);
        octets[11] = 2;
        Files.write(newest, octets);
        assertThatThrownBy(() -> snapshots().newest())
                .isInstanceOf(NewerFormat.class)
                .hasMessageContaining("newer Jebi");
    }

    @Test
    void anIndexThatIsHalfFilledIsNotOpened() throws Exception {
        try (var to = index("to")) {
            assertThatThrownBy(() ->
                            to.load(
                                    8,
                                    taker -> {
                                        taker.take(List.of(new DomainAdded(1, "a.test")));
                                        throw new IOException("the disk is gone");
                                    }))
                    .hasMessageContaining("the disk is gone");
        }
        assertThatThrownBy(() -> index("to")).hasMessageContaining("not finished");
    }
}
