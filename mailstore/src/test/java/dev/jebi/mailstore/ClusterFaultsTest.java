package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.FlagChange.Kind;
import dev.jebi.mailstore.cluster.StoreUnreachable;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

/// A database that says no, says nothing, or is not there: everything that was acknowledged is
/// there once, and the node heals by itself.
final class ClusterFaultsTest {
    private static final int SESSIONS = 30;
    private static final int MESSAGES = 10;

    private DataSource real;
    private FaultyDatabase database;
    private MailStore store;
    private Account bob;

    @BeforeEach
    void open() throws Exception {
        real = Postgres.database();
        database = new FaultyDatabase(real);
        store = Postgres.node(database, "one");
        bob = Stores.account(store, "bob");
    }

    @AfterEach
    void close() {
        database.fault((_, _) -> {});
        store.close();
    }

    /// Has the node find out soon that its database is gone.
    private void beImpatient() throws IOException {
        store.close();
        store = Postgres.impatient(database, "one");
    }

    private static boolean writes(String step) {
        return step.equals("commit")
                || step.contains("for update")
                || step.strip().startsWith("insert")
                || step.strip().startsWith("update")
                || step.strip().startsWith("delete");
    }

    /// Sessions that deliver and flag at once.
    private void load() throws Exception {
        var sessions = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < SESSIONS; i++) {
            String name = "s" + i + ".";
            sessions.add(() -> {
                try (var inbox = Stores.inbox(store, bob)) {
                    for (int j = 0; j < MESSAGES; j++) {
                        Stores.deliver(store, name + j, bob);
                        inbox.store(
                                UidSet.ALL,
                                new FlagChange(Kind.ADD, Flags.of("\\Seen", "$k" + j)),
                                Optional.empty());
                    }
                }
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var session : threads.invokeAll(sessions)) {
                assertThat(session.get()).isTrue();
            }
        }
    }

    private void check(int messages) throws Exception {
        check(store, messages);
        try (var other = Postgres.node(real, "other")) {
            check(other, messages);
            assertThat(other.quota(bob.id())).isEqualTo(store.quota(bob.id()));
        }
    }

    private void check(MailStore at, int messages) throws IOException {
        try (var inbox = Stores.inbox(at, bob)) {
            Stores.checkCounters(inbox);
            var subjects = new ArrayList<String>();
            for (long uid : inbox.uids()) {
                subjects.add(
                        inbox.head(new Uid(uid)).orElseThrow().envelope().subject().orElseThrow());
            }
            assertThat(subjects).hasSize(messages).doesNotHaveDuplicates();
            assertThat(at.quota(bob.id()).messagesUsed()).isEqualTo(messages);
        }
    }

    @Test
    void whatLosesAgainstAnotherTransactionIsTriedAgain() throws Exception {
        var random = new Randomly(1);
        var lock = new ReentrantLock();
        var faults = new AtomicInteger();
        database.fault((step, after) -> {
            lock.lock();
            try {
                if (writes(step) && !after && random.oneIn(12)) {
                    faults.incrementAndGet();
                    throw new SQLException("injected", random.oneIn(2) ? "40001" : "40P01");
                }
            } finally {
                lock.unlock();
            }
        });
        load();
        database.fault((_, _) -> {});
        assertThat(faults.get()).isGreaterThan(5); // many sessions may share few transactions
        check(SESSIONS * MESSAGES);
    }

    @Test
    void anAnswerThatIsLostIsNotTakenForANo() throws Exception {
        var random = new Randomly(2);
        var lock = new ReentrantLock();
        var faults = new AtomicInteger();
        database.fault((step, after) -> {
            lock.lock();
            try {
                if (step.equals("commit") && random.oneIn(5)) {
                    faults.incrementAndGet();
                    throw new SQLException(
                            after ? "injected: committed" : "injected: not committed", "08006");
                }
            } finally {
                lock.unlock();
            }
        });
        load();
        database.fault((_, _) -> {});
        assertThat(faults.get()).isGreaterThan(5);
        check(SESSIONS * MESSAGES);
    }

    @Test
    void whatTheDatabaseRefusesFailsAlone() throws Exception {
        database.fault((step, after) -> {
            if (!after && step.contains("insert into message")) {
                throw new SQLException("injected", "22021");
            }
        });
        assertThatThrownBy(() -> Stores.deliver(store, "refused", bob))
                .isInstanceOf(IOException.class);
        database.fault((_, _) -> {});
        Stores.deliver(store, "x", bob);
        check(1);
    }

    @Test
    void aDatabaseThatIsNotThereIsATemporaryRefusalAndComesBack() throws Exception {
        beImpatient();
        Stores.deliver(store, "before", bob);
        var gone = new AtomicBoolean(true);
        database.fault((_, _) -> {
            if (gone.get()) {
                throw new SQLException("injected", "08006");
            }
        });
        long begin = System.nanoTime();
        assertThatThrownBy(() -> Stores.deliver(store, "lost", bob))
                .isInstanceOf(StoreUnreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
        assertThat(store.mailbox(bob.id(), MailboxName.INBOX).orElseThrow().exists()).isEqualTo(1);
        gone.set(false);
        Awaitility.await().until(() -> delivers("after"));
        try (var inbox = Stores.inbox(store, bob)) {
            assertThat(Stores.octets(inbox.content(new Uid(1)).orElseThrow()))
                    .startsWith("Subject: before");
        }
        check(2);
    }

    private boolean delivers(String subject) {
        try {
            Stores.deliver(store, subject, bob);
            return true;
        } catch (IOException _) {
            return false; // not yet
        }
    }

    @Test
    void whoWasAwayForTooLongTakesTheWholeStateAgain() throws Exception {
        Stores.deliver(store, "kept", bob);
        var created = new MailboxName("created");
        var deleted = new MailboxName("deleted");
        store.create(bob.id(), deleted, Optional.empty());
        try (var inbox = Stores.inbox(store, bob);
                var old = store.open(bob.id(), deleted).orElseThrow()) {
            var before = inbox.info().highestModSeq();
            var gone = new AtomicBoolean(true);
            database.fault((_, _) -> {
                if (gone.get()) {
                    throw new SQLException("injected", "08006");
                }
            });
            try (var other = Postgres.node(real, "other")) {
                for (int i = 0; i < 20; i++) {
                    Stores.deliver(other, "m" + i, bob);
                }
                try (var there = Stores.inbox(other, bob)) {
                    there.remove(UidSet.of(1, 5));
                }
                other.create(bob.id(), created, Optional.empty());
                other.delete(bob.id(), deleted);
                forgetLog();
                gone.set(false);
                Awaitility.await().until(() -> inbox.uids().length == 19);
                var changes = inbox.changesSince(before);
                assertThat(changes.changed()).hasSize(19);
                assertThat(changes.vanished().contains(1)).isTrue();
                assertThat(old.gone()).isTrue();
                assertThat(store.mailbox(bob.id(), created)).isPresent();
                Stores.deliver(store, "again", bob);
                Awaitility.await().until(() -> inboxOf(other) == 20);
            }
        }
        check(20);
    }

    private long inboxOf(MailStore at) {
        return at.mailbox(bob.id(), MailboxName.INBOX).orElseThrow().exists();
    }

    private void forgetLog() throws SQLException {
        try (var connection = real.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("delete from log");
        }
    }

    @Test
    void aNodeThatWasKilledHoldsNothingUp() throws Exception {
        store.accept(
                Stores.incoming(Stores.text("q", "y"), List.of(), List.of(Stores.remote("carl"))));
        assertThat(store.queue().claim(Stores.NOW, 1)).hasSize(1);
        database.fault((_, _) -> {
            throw new SQLException("injected: dead", "08006");
        });
        try (var other = Postgres.impatient(real, "other")) {
            Awaitility.await().until(() -> !other.queue().claim(Stores.NOW, 1).isEmpty());
            database.fault((_, _) -> {});
            Awaitility.await().until(() -> store.queue().claim(Stores.NOW, 1).isEmpty());
        }
    }

    @Test
    void aNodeThatCannotSayThatItEndsIsTakenForDead() throws Exception {
        beImpatient();
        store.accept(
                Stores.incoming(Stores.text("q", "y"), List.of(), List.of(Stores.remote("carl"))));
        assertThat(store.queue().claim(Stores.NOW, 1)).hasSize(1);
        database.fault((step, _) -> {
            if (writes(step) && !step.startsWith("delete")) {
                throw new SQLException("injected: dead", "08006");
            }
        });
        store.close();
        try (var other = Postgres.impatient(real, "other")) {
            Awaitility.await().until(() -> !other.queue().claim(Stores.NOW, 1).isEmpty());
        }
    }
}
