package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.FlagChange.Kind;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Settlement.Delivered;
import dev.jebi.mailstore.sharing.AccessList;
import dev.jebi.mailstore.sharing.Groups;
import dev.jebi.mailstore.sharing.Identifier;
import dev.jebi.mailstore.sharing.Rights;
import dev.jebi.mailstore.sharing.Sharing;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/// Two nodes on one database are one store.
final class ClusterNodesTest {
    private DataSource database;
    private MailStore one;
    private MailStore two;
    private Account bob;

    @BeforeEach
    void open() throws Exception {
        database = Postgres.database();
        one = Postgres.node(database, "one");
        two = Postgres.node(database, "two");
        bob = Stores.account(one, "bob");
        Awaitility.await().until(() -> two.mailboxes(bob.id()).size() == 6);
    }

    @AfterEach
    void close() {
        if (one != null) {
            one.close();
        }
        if (two != null) {
            two.close();
        }
    }

    private interface Act {
        void run(MailStore store, int number) throws IOException;
    }

    /// Does something many times, on both nodes at once.
    private void both(int times, Act act) throws Exception {
        var calls = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < times; i++) {
            int number = i;
            calls.add(() -> {
                act.run(number % 2 == 0 ? one : two, number);
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
    }

    @Test
    void rightsThatAreGrantedOnBothNodesAtOnceAreAllThere() throws Exception {
        var friends = new ArrayList<Account>();
        for (int i = 0; i < 20; i++) {
            friends.add(Stores.account(one, "friend" + i));
        }
        Awaitility.await().until(() -> two.directory().account("friend19@a.test").isPresent());
        var inbox = one.mailbox(bob.id(), MailboxName.INBOX).orElseThrow();
        both(
                friends.size(),
                (store, number) -> {
                    var friend = friends.get(number);
                    var whom = new Identifier.Person(friend.id(), friend.address().toString());
                    var key = new AccessList.Key(whom, false);
                    var rights = Rights.parse("lr");
                    var sharing = new Sharing(store, Groups.NONE);
                    assertThat(sharing.change(inbox, list -> list.with(key, rights))).isTrue();
                });
        for (MailStore store : List.of(one, two)) {
            var sharing = new Sharing(store, Groups.NONE);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(sharing.list(inbox).entries()).hasSize(friends.size()));
            for (Account friend : friends) {
                assertThat(sharing.granted(friend)).hasSize(1);
            }
        }
    }

    @Test
    void aDeliveryOnOneNodeIsHeardOnTheOther() throws Exception {
        try (var inbox = Stores.inbox(two, bob)) {
            var heard = new AtomicInteger();
            var before = inbox.info().highestModSeq();
            try (var _ = inbox.watch(heard::incrementAndGet)) {
                Stores.deliver(one, "x", bob);
                Awaitility.await().until(() -> heard.get() > 0 && inbox.uids().length == 1);
            }
            var changes = inbox.changesSince(before);
            assertThat(changes.changed()).hasSize(1);
            assertThat(Stores.octets(inbox.content(new Uid(1)).orElseThrow()))
                    .startsWith("Subject: x");
            assertThat(inbox.head(new Uid(1)).orElseThrow().envelope().subject()).contains("x");
        }
    }

    @Test
    void uidsAreUniqueWhoeverDelivers() throws Exception {
        both(200, (store, number) -> Stores.deliver(store, "m" + number, bob));
        for (var store : List.of(one, two)) {
            Awaitility.await().until(() -> inboxOf(store).exists() == 200);
            try (var inbox = Stores.inbox(store, bob)) {
                assertThat(inbox.uids()).hasSize(200).doesNotHaveDuplicates();
                Stores.checkCounters(inbox);
                var subjects = new HashSet<String>();
                for (long uid : inbox.uids()) {
                    var head = inbox.head(new Uid(uid)).orElseThrow();
                    subjects.add(head.envelope().subject().orElseThrow());
                }
                assertThat(subjects).hasSize(200);
            }
        }
    }

    private MailboxInfo inboxOf(MailStore store) {
        return store.mailbox(bob.id(), MailboxName.INBOX).orElseThrow();
    }

    @Test
    void anOwnerIsToldOnceWhicheverNodeTells() throws Exception {
        one.directory().quota(bob.address(), 0, 10);
        both(8, (store, number) -> Stores.deliver(store, "m" + number, bob));
        Awaitility.await().until(() -> !one.warnings().due().isEmpty());
        Awaitility.await().until(() -> !two.warnings().due().isEmpty());
        var due = one.warnings().due().getFirst();
        var told = new AtomicInteger();
        both(
                6,
                (store, number) -> {
                    if (store.warnings().warn(due, Stores.message("nearly full"))) {
                        told.incrementAndGet();
                    }
                });
        assertThat(told).hasValue(1);
        Awaitility.await().until(() -> two.warnings().due().isEmpty());
        assertThat(one.warnings().due()).isEmpty();
        assertThat(inboxOf(one).exists()).isEqualTo(9);
    }

    @Test
    void whatWasExpungedComesBackOnceWhoeverRestores() throws Exception {
        both(300, (store, number) -> Stores.deliver(store, "m" + number, bob));
        Awaitility.await().until(() -> inboxOf(two).exists() == 300);
        try (var inbox = Stores.inbox(two, bob)) {
            assertThat(inbox.remove(UidSet.ALL).count()).isEqualTo(300);
        }
        Awaitility.await().until(() -> one.kept().amount(bob.id()).messages() == 300);
        var restored = new AtomicInteger();
        both(
                6,
                (store, number) -> {
                    var done = (Restoring.Restored) store.kept().restore(bob.id(), KeptChoice.ALL);
                    done.messages().values().forEach(restored::addAndGet);
                });
        assertThat(restored).hasValue(300);
        for (var store : List.of(one, two)) {
            Awaitility.await().until(() -> inboxOf(store).exists() == 300);
            assertThat(store.kept().amount(bob.id())).isEqualTo(new Kept.Amount(0, 0));
            assertThat(store.quota(bob.id()).messagesUsed()).isEqualTo(300);
        }
    }

    @Test
    void theQuotaIsExactAcrossNodes() throws Exception {
        var ann = Stores.account(one, "ann", 0, 30);
        Awaitility.await().until(() -> two.directory().account("ann@a.test").isPresent());
        var accepted = new AtomicInteger();
        both(
                80,
                (store, number) -> {
                    if (store.accept(Stores.incoming("m" + number, ann))
                            instanceof Acceptance.Accepted) {
                        accepted.incrementAndGet();
                    }
                });
        assertThat(accepted).hasValue(30);
        Awaitility.await().until(() -> two.quota(ann.id()).messagesUsed() == 30);
        assertThat(one.quota(ann.id())).isEqualTo(two.quota(ann.id()));
    }

    @Test
    void flagsOfBothNodesComeTogether() throws Exception {
        for (int i = 0; i < 20; i++) {
            Stores.deliver(one, "m" + i, bob);
        }
        try (var here = Stores.inbox(one, bob);
                var there = Stores.inbox(two, bob)) {
            both(
                    40,
                    (_, number) ->
                            (number % 2 == 0 ? here : there)
                                    .store(
                                            UidSet.of(number / 2 + 1),
                                            new FlagChange(
                                                    Kind.ADD,
                                                    Flags.of(
                                                            number % 2 == 0
                                                                    ? "\\Seen"
                                                                    : "\\Flagged",
                                                            "$k" + number % 7)),
                                            Optional.empty()));
            for (var inbox : List.of(here, there)) {
                Awaitility.await().until(() -> all(inbox, 4));
                Stores.checkCounters(inbox);
            }
            assertThat(here.info().highestModSeq()).isEqualTo(there.info().highestModSeq());
            both(2, (_, number) -> (number == 0 ? here : there).remove(UidSet.of(1, 2, 3)));
            Awaitility.await().until(() -> here.uids().length == 17 && there.uids().length == 17);
        }
    }

    private static boolean all(Mailbox mailbox, int flags) {
        var wrong = new ArrayList<MessageInfo>();
        mailbox.forEach(
                UidSet.ALL,
                info -> {
                    if (info.flags().system().size() + info.flags().keywords().size() != flags) {
                        wrong.add(info);
                    }
                });
        return wrong.isEmpty();
    }

    @Test
    void aMailboxDeletedOnOneNodeIsGoneOnTheOther() throws Exception {
        var name = new MailboxName("a");
        one.create(bob.id(), name, Optional.empty());
        Awaitility.await().until(() -> two.mailbox(bob.id(), name).isPresent());
        try (var open = two.open(bob.id(), name).orElseThrow()) {
            one.delete(bob.id(), name);
            assertThat(open.append(List.of(Stores.message("x"))))
                    .isInstanceOf(Appending.NoSuchMailbox.class);
            Awaitility.await().until(open::gone);
        }
        assertThat(two.mailbox(bob.id(), name)).isEmpty();
        assertThat(two.quota(bob.id()).messagesUsed()).isZero();
    }

    @Test
    void whatIsCreatedOnBothNodesIsThereOnce() throws Exception {
        var done = new AtomicInteger();
        both(
                40,
                (store, number) -> {
                    var name = new MailboxName("m" + number / 4 + "/child");
                    if (store.create(bob.id(), name, Optional.empty())
                            instanceof MailboxChange.Done) {
                        done.incrementAndGet();
                    }
                });
        assertThat(done).hasValue(10);
        var added = new ConcurrentLinkedQueue<Account>();
        both(
                6,
                (store, _) ->
                        store.directory()
                                .addAccount(new Address("eve", Stores.DOMAIN), "secret", 0, 0)
                                .ifPresent(added::add));
        assertThat(added).hasSize(1);
        Awaitility.await()
                .untilAsserted(() -> {
                    assertThat(one.mailboxes(bob.id()))
                            .hasSize(26)
                            .isEqualTo(two.mailboxes(bob.id()));
                    assertThat(one.directory().accounts()).isEqualTo(two.directory().accounts());
                });
    }

    @Test
    void anEntryOfTheQueueIsOneNodesAtATime() throws Exception {
        for (int i = 0; i < 30; i++) {
            one.accept(
                    Stores.incoming(
                            Stores.text("q" + i, "y"), List.of(), List.of(Stores.remote("r" + i))));
        }
        Awaitility.await().until(() -> two.queue().list().size() == 30);
        var claimed = new ConcurrentLinkedQueue<Entry>();
        both(40, (store, _) -> claimed.addAll(store.queue().claim(Stores.NOW, 2)));
        assertThat(claimed).hasSize(30);
        assertThat(claimed.stream().map(Entry::id)).doesNotHaveDuplicates();
        assertThat(one.queue().claim(Stores.NOW, 10)).isEmpty();
        assertThat(two.queue().claim(Stores.NOW, 10)).isEmpty();
        assertThat(Stores.octets(two.queue().content(claimed.element().id())))
                .startsWith("Subject: q");
    }

    @Test
    void whatANodeHasClaimedIsFreeWhenItEnds() throws Exception {
        one.accept(
                Stores.incoming(Stores.text("q", "y"), List.of(), List.of(Stores.remote("carl"))));
        var entry = one.queue().claim(Stores.NOW, 1).getFirst();
        Awaitility.await().until(() -> two.queue().list().size() == 1);
        assertThat(two.queue().claim(Stores.NOW, 1)).isEmpty();
        two.queue().settle(List.of(new Delivered(entry, "250")), List.of());
        assertThat(two.queue().list()).as("settled without the lease").hasSize(1);
        one.close();
        one = Postgres.node(database, "one");
        Awaitility.await().until(() -> two.queue().claim(Stores.NOW, 1).size() == 1);
        assertThat(one.queue().claim(Stores.NOW, 1)).isEmpty();
        two.queue().settle(List.of(new Delivered(entry, "250")), List.of());
        Awaitility.await().until(() -> one.queue().list().isEmpty());
    }

    @Test
    void whatANodeHadWhenItWasKilledIsFreeWhenItIsBack() throws Exception {
        one.accept(
                Stores.incoming(Stores.text("q", "y"), List.of(), List.of(Stores.remote("carl"))));
        assertThat(one.queue().claim(Stores.NOW, 1)).hasSize(1);
        Awaitility.await().until(() -> two.queue().list().size() == 1);
        assertThat(two.queue().claim(Stores.NOW, 1)).isEmpty();
        try (var back = Postgres.node(database, "one")) {
            assertThat(back.queue().claim(Stores.NOW, 1)).hasSize(1);
            assertThat(two.queue().claim(Stores.NOW, 1)).isEmpty();
        }
    }

    @Test
    void octetsThatNobodyRefersToAreDeleted() throws Exception {
        try (var inbox = Stores.inbox(one, bob)) {
            var large = Stores.message(Content.of(new byte[700_000]), Flags.NONE);
            inbox.append(List.of(Stores.message("a"), large));
            inbox.append(List.of(Stores.message("b")));
            inbox.copy(UidSet.of(1), new MailboxName("Archive"));
            assertThat(rows("content")).isEqualTo(2);
            inbox.remove(UidSet.of(2, 3), false);
            Awaitility.await().until(() -> rows("content") == 1);
            Awaitility.await().until(() -> rows("content_part") == 3);
            assertThat(rows("head")).as("of one body").isEqualTo(2);
            inbox.remove(UidSet.of(1), false);
        }
        var name = new MailboxName("Archive");
        Awaitility.await().until(() -> two.mailbox(bob.id(), name).orElseThrow().exists() == 1);
        try (var archive = two.open(bob.id(), name).orElseThrow()) {
            assertThat(Stores.octets(archive.content(new Uid(1)).orElseThrow()))
                    .startsWith("Subject: a");
            archive.remove(UidSet.ALL, false);
        }
        Awaitility.await().until(() -> rows("content") + rows("content_part") + rows("head") == 0);
    }

    private long rows(String table) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void manyHeadsAreReadAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            Stores.deliver(one, "m" + i, bob);
        }
        Awaitility.await().until(() -> inboxOf(two).exists() == 20);
        try (var inbox = Stores.inbox(two, bob)) {
            var heads = new ArrayList<Integer>();
            inbox.scan(UidSet.ALL, message -> heads.add(message.head().remaining()));
            assertThat(heads).hasSize(20).allMatch(size -> size > 0);
        }
    }
}
