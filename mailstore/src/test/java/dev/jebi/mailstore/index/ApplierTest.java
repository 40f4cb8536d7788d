package dev.jebi.mailstore.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.Logged;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;

import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

final class ApplierTest {
    private static final String STORE = "3f0c1c0e-0000-0000-0000-000000000000";

    @TempDir Path directory;

    private final AtomicLong applied = new AtomicLong();

    private Applier applier(Index index) {
        return new Applier(index, 10, 1 << 20, applied::set);
    }

    private static Logged logged(long lsn, Change... changes) {
        return new Logged(lsn, List.of(changes));
    }

    private static MessageRow row(long uid, long blob) {
        return new MessageRow(uid, 2, 0, 0, 3, blob, new Place(blob + 100, 10, 50), 3);
    }

    @Test
    void aDatabaseThatWentAwayIsOpenedAgain() throws Exception {
        try (var index = Index.open(directory, STORE)) {
            try (var applier = applier(index)) {
                applier.take(logged(8, new DomainAdded(1, "a.test")), 10);
                Awaitility.await().untilAtomic(applied, Matchers.equalTo(8L));
                try (var connection = DriverManager.getConnection(Index.url(directory), "", "");
                        var statement = connection.createStatement()) {
                    statement.execute("shutdown immediately");
                }
                for (long lsn = 16; lsn <= 160; lsn += 8) {
                    applier.take(logged(lsn, new DomainAdded((int) lsn, lsn + ".test")), 10);
                }
                Awaitility.await().untilAtomic(applied, Matchers.equalTo(160L));
                Awaitility.await().until(applier::awaitRoom); // soon after it has told
            }
            assertThat(index.appliedLsn()).isEqualTo(160);
            assertThat(index.state().changes()).hasSize(20);
            assertThat(index.state().lastId()).isEqualTo(160);
        }
    }

    @Test
    void onlyWhatIsReferredToStays() throws Exception {
        try (var index = Index.open(directory, STORE)) {
            try (var applier = applier(index)) {
                var two = new MessagesAdded(7, List.of(row(1, 800), row(2, 800), row(3, 808)));
                applier.take(
                        logged(
                                8,
                                new MailboxCreated(7, 1, "INBOX", 9, -1, true),
                                new BlobStored(800, row(1, 800).place()),
                                new BlobStored(808, row(3, 808).place()),
                                two,
                                new MailboxCounted(7, new Counters(4, 2, 3, 3, 0, 150))),
                        10);
                applier.take(logged(16, new Expunged(7, 3, new long[] {3}, new long[] {808})), 10);
            }
            assertThat(uids(index)).containsExactly(1L, 2L);
            applied.set(0);
            try (var applier = applier(index)) {
                applier.take(
                        logged(
                                24,
                                new Expunged(7, 4, new long[] {1}, new long[] {800}),
                                new MailboxCounted(7, new Counters(4, 4, 1, 1, 0, 50))),
                        10);
            }
            assertThat(uids(index)).containsExactly(2L);
            assertThat(index.vanished(7, 10).stream().map(Vanished::modSeq))
                    .containsExactly(4L, 3L);
        }
        assertThat(rows("select refs from blob where id = 800")).containsExactly(1L);
        assertThat(rows("select id from blob")).containsExactly(800L);
    }

    private static List<Long> uids(Index index) throws IOException {
        var uids = new ArrayList<Long>();
        index.messages(7, message -> uids.add(message.uid()));
        return uids;
    }

    private List<Long> rows(String sql) throws Exception {
        var found = new ArrayList<Long>();
        try (var connection = DriverManager.getConnection(Index.url(directory), "", "");
                var statement = connection.createStatement()) {
            var rows = statement.executeQuery(sql);
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
            statement.execute("shutdown");
        }
        return found;
    }

    @Test
    void anIndexOfAnotherStoreOrWithWrongCountsIsRefused() throws Exception {
        Index.open(directory, STORE).close();
        assertThatThrownBy(() -> Index.open(directory, "other"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another store");
        try (var index = Index.open(directory, STORE);
                var applier = applier(index)) {
            applier.take(
                    logged(
                            8,
                            new MailboxCreated(7, 1, "INBOX", 9, -1, true),
                            new MailboxCounted(7, new Counters(4, 2, 3, 3, 0, 150))),
                    10);
        }
        Index.open(directory, STORE).close();
        Files.createFile(directory.resolve("open"));
        assertThatThrownBy(() -> Index.open(directory, STORE)).hasMessageContaining("wrong counts");
    }
}
