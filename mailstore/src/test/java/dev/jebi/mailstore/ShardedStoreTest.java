package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Acceptance.Accepted;
import dev.jebi.mailstore.ClusterStore.Node;
import dev.jebi.mailstore.ClusterStore.Terms;
import dev.jebi.mailstore.MailQueue.Settlement.Delivered;
import dev.jebi.mailstore.cluster.Shard;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

/// A store of two databases keeps the contracts, and its accounts are spread over them.
final class ShardedStoreTest {
    private static List<DataSource> templates = List.of();

    private List<DataSource> databases = List.of();
    private MailStore store;

    @BeforeEach
    void open() throws Exception {
        databases = empty();
        store = node("one", databases);
    }

    /// Databases of a store without anything; made once, since migrations take longer than copies.
    private static List<DataSource> empty() throws SQLException, IOException {
        if (templates.isEmpty()) {
            var made = List.of(Postgres.database(), Postgres.blank());
            node("template", made).close();
            templates = made;
        }
        return List.of(Postgres.copyOf(templates.get(0)), Postgres.copyOf(templates.get(1)));
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    private static MailStore node(String name, List<DataSource> databases) throws IOException {
        var nodes = new ArrayList<Node>();
        boolean opened = false;
        try {
            for (DataSource database : databases) {
                var terms =
                        new Terms(
                                StoreLimits.STANDARD,
                                InstantSource.system(),
                                new Shard(nodes.size()));
                var settings = ClusterSettings.of("jdbc:postgresql:", name);
                nodes.add(ClusterStore.node(database, settings, Postgres.LIMITS, terms));
            }
            var store = ShardedStore.of(nodes);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                nodes.forEach(node -> node.store().close());
            }
        }
    }

    private MailStore reopen() throws IOException {
        store.close();
        store = node("one", databases);
        return store;
    }

    @Test
    void accountsAreSpreadAndEachLivesInOne() throws Exception {
        var shards = new ArrayList<Integer>();
        for (String name : List.of("a", "b", "c", "d")) {
            shards.add(Shard.ofId(Stores.account(store, name).id().value()));
        }
        assertThat(shards).containsExactly(0, 1, 0, 1);
        assertThat(store.directory().accounts()).hasSize(4);
        var ids = new HashSet<Integer>();
        for (Account account : store.directory().accounts()) {
            store.mailboxes(account.id()).forEach(mailbox -> ids.add(mailbox.id().value()));
        }
        assertThat(ids).hasSize(24);
        assertThat(reopen().directory().accounts()).hasSize(4);
    }

    @Test
    void aMessageReachesAccountsOfBothAndTheQueue() throws Exception {
        var ann = Stores.account(store, "ann");
        var bob = Stores.account(store, "bob");
        var message =
                Stores.incoming(
                        Stores.text("x", "y"),
                        List.of(Stores.inbox(ann), Stores.inbox(bob)),
                        List.of(Stores.remote("carl")));
        var accepted = (Accepted) store.accept(message);
        assertThat(accepted.queued()).isPresent();
        for (Account account : List.of(ann, bob)) {
            try (var inbox = Stores.inbox(store, account)) {
                assertThat(Stores.octets(inbox.content(new Uid(1)).orElseThrow()))
                        .startsWith("Subject: x");
            }
        }
        assertThat(store.queue().list()).hasSize(1);
    }

    @Test
    void theQueuesAreOne() throws Exception {
        for (int i = 0; i < 6; i++) {
            store.accept(
                    Stores.incoming(
                            Stores.text("m" + i, "y"), List.of(), List.of(Stores.remote("r" + i))));
        }
        var now = InstantSource.system().instant();
        var claimed = new ArrayList<>(store.queue().claim(now, 4));
        claimed.addAll(store.queue().claim(now, 4));
        assertThat(claimed).hasSize(6);
        assertThat(claimed.stream().map(e -> Shard.ofPosition(e.id().value())).distinct())
                .hasSize(2);
        var report = Stores.incoming("report", Stores.account(store, "ann"));
        store.queue()
                .settle(
                        claimed.stream()
                                .map(e -> (MailQueue.Settlement) new Delivered(e, "250"))
                                .toList(),
                        List.of(report));
        assertThat(store.queue().list()).isEmpty();
        var ann = store.directory().account("ann@a.test").orElseThrow();
        assertThat(store.quota(ann.id()).messagesUsed()).isEqualTo(1);
    }

    @Test
    void anAddressNeverHasTwoAccountsWhoeverAddsIt() throws Exception {
        store.directory().addDomain(Stores.DOMAIN);
        try (var other = node("two", databases);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Awaitility.await().until(() -> other.directory().local(Stores.DOMAIN));
            for (int i = 0; i < 10; i++) {
                var address = new Address("x" + i, Stores.DOMAIN);
                var calls = new ArrayList<Callable<Optional<Account>>>();
                for (MailStore one : List.of(store, other)) {
                    calls.add(() -> one.directory().addAccount(address, "secret", 0, 0));
                }
                int made = 0;
                for (var call : threads.invokeAll(calls)) {
                    made += call.get().isPresent() ? 1 : 0;
                }
                assertThat(made).isEqualTo(1);
            }
            for (MailStore one : List.of(store, other)) {
                Awaitility.await().until(() -> one.directory().accounts().size() == 10);
            }
        }
    }

    @Test
    void aRemovedAddressCanBeAddedAgain() throws Exception {
        var ann = Stores.account(store, "ann");
        assertThat(store.directory().removeAccount(ann.address())).isTrue();
        assertThat(store.directory().account("ann@a.test")).isEmpty();
        assertThat(Stores.account(store, "ann").id()).isNotEqualTo(ann.id());
    }

    @Test
    void aDatabaseInTheWrongPlaceIsRefused() throws Exception {
        store.close();
        var exchanged = List.of(databases.get(0), Postgres.blank());
        assertThatThrownBy(() -> node("one", exchanged)).hasMessageContaining("another database");
        assertThatThrownBy(() -> node("one", databases.reversed()))
                .hasMessageContaining("is shard 1 of its store");
        store = node("one", databases);
    }

    @Nested
    final class Shared extends SharingContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Stored extends StoreContract {
        /// Octets are shared within a database only.
        @Override
        @Test
        void oneAcceptanceGoesToEveryMailboxAndSharesTheOctets() throws Exception {
            aMessageReachesAccountsOfBothAndTheQueue();
        }

        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Accounts extends DirectoryContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Queued extends QueueContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }
}
