package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/// How the keeping of expunged messages ends: by time, by their octets, and when it is turned off.
final class KeptExpiryTest {
    private static final Duration KEEP = Duration.ofDays(14);

    @TempDir Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Stores.NOW);

    private MailStore open(UndeleteLimits limits) throws IOException {
        return EmbeddedStore.open(directory, StoreLimits.STANDARD.with(limits), now::get);
    }

    private static void comeAndGo(MailStore store, Account account, int messages)
            throws IOException {
        comeAndGo(store, account, messages, Removal.KEPT);
    }

    private static void comeAndGo(MailStore store, Account account, int messages, Removal removal)
            throws IOException {
        var all = new ArrayList<NewMessage>();
        for (int i = 0; i < messages; i++) {
            all.add(Stores.message("m" + i));
        }
        try (var inbox = Stores.inbox(store, account)) {
            inbox.append(all);
            inbox.remove(UidSet.ALL, removal);
        }
    }

    private static List<KeptMessage> kept(MailStore store, Account account) throws IOException {
        return store.kept().list(account.id(), KeptChoice.ALL, Optional.empty(), 10_000);
    }

    @Test
    void whatIsTooOldGoesAndNothingElse() throws Exception {
        try (var store = open(new UndeleteLimits(KEEP, 1 << 30))) {
            var bob = Stores.account(store, "bob");
            comeAndGo(store, bob, 2_500);
            now.set(Stores.NOW.plus(Duration.ofDays(1)));
            comeAndGo(store, bob, 3);
            assertThat(store.kept().expire()).isZero();
            now.set(Stores.NOW.plus(KEEP));
            assertThat(store.kept().expire()).isZero();
            now.set(Stores.NOW.plus(KEEP).plusMillis(1));
            store.kept().expire(); // or the look after all of the start, if that came late
            Awaitility.await().until(() -> kept(store, bob).size() <= 3);
            assertThat(kept(store, bob)).hasSize(3);
            long octets = kept(store, bob).stream().mapToLong(KeptMessage::size).sum();
            assertThat(store.kept().amount(bob.id())).isEqualTo(new Kept.Amount(octets, 3));
        }
        now.set(Stores.NOW.plus(KEEP).plus(KEEP));
        try (var store = open(new UndeleteLimits(KEEP, 1 << 30))) { // by itself, when it starts
            var bob = store.directory().account("bob@a.test").orElseThrow();
            Awaitility.await()
                    .until(() -> store.kept().amount(bob.id()).equals(new Kept.Amount(0, 0)));
        }
        Files.delete(directory.resolve("meta/mail.mv.db"));
        try (var store = open(new UndeleteLimits(KEEP, 1 << 30))) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            assertThat(kept(store, bob)).isEmpty();
        }
    }

    @Test
    void whatIsKeptForDaysOfItsOwnGoesThenWhereverItStands() throws Exception {
        try (var store = open(new UndeleteLimits(KEEP, 1 << 30))) {
            whatIsKeptForDaysGoes(store);
        }
        Files.delete(directory.resolve("meta/mail.mv.db")); // the journal knows the days too
        now.set(Stores.NOW.plus(KEEP).plusMillis(1));
        try (var store = open(new UndeleteLimits(KEEP, 1 << 30))) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            Awaitility.await().until(() -> uids(store, bob).equals(List.of(1L)));
            now.set(Stores.NOW.plus(Duration.ofDays(30)).plusMillis(1));
            store.kept().expire(); // or the look after all of the start, which may still go on
            Awaitility.await()
                    .until(() -> store.kept().amount(bob.id()).equals(new Kept.Amount(0, 0)));
        }
    }

    @Test
    void whatIsKeptForDaysOfItsOwnGoesFromPostgresToo() throws Exception {
        var limits = StoreLimits.STANDARD.with(new UndeleteLimits(KEEP, 1 << 30));
        try (var store = Postgres.node(Postgres.database(), "one", limits, now::get)) {
            whatIsKeptForDaysGoes(store);
        }
    }

    private void whatIsKeptForDaysGoes(MailStore store) throws Exception {
        var bob = Stores.account(store, "bob");
        comeAndGo(store, bob, 1, new Removal.Kept(OptionalInt.of(30)));
        comeAndGo(store, bob, 1, Removal.KEPT);
        comeAndGo(store, bob, 1, new Removal.Kept(OptionalInt.of(3)));
        comeAndGo(store, bob, 1, new Removal.ForGood());
        assertThat(uids(store, bob)).containsExactly(3L, 2L, 1L);
        assertThat(kept(store, bob)).allMatch(kept -> kept.flags().equals(Flags.NONE));
        now.set(Stores.NOW.plus(Duration.ofDays(3)));
        assertThat(store.kept().expire()).isZero();
        now.set(Stores.NOW.plus(Duration.ofDays(3)).plusMillis(1));
        store.kept().expire(); // or the look after all of the start, if that came late
        Awaitility.await().until(() -> uids(store, bob).equals(List.of(2L, 1L)));
    }

    private static List<Long> uids(MailStore store, Account account) throws IOException {
        return kept(store, account).stream().map(kept -> kept.uid().value()).toList();
    }

    @Test
    void whatIsTooMuchGoesTheOldestFirst() throws Exception {
        long size = Stores.message("m0").content().size();
        try (var store = open(new UndeleteLimits(KEEP, 5 * size))) {
            var bob = Stores.account(store, "bob");
            for (int i = 0; i < 4; i++) {
                comeAndGo(store, bob, 3);
            }
            var atMost = new Kept.Amount(5 * size, 5);
            Awaitility.await().until(() -> store.kept().amount(bob.id()).equals(atMost));
            assertThat(kept(store, bob).stream().map(kept -> kept.uid().value()))
                    .containsExactly(12L, 11L, 10L, 9L, 8L);
            comeAndGo(store, bob, 9); // more than may be kept in one record: the newest
            Awaitility.await().until(() -> store.kept().amount(bob.id()).equals(atMost));
            assertThat(kept(store, bob).getFirst().uid()).isEqualTo(new Uid(21));
        }
    }

    @Test
    void turnedOffItKeepsNothing() throws Exception {
        try (var store = open(UndeleteLimits.STANDARD)) {
            comeAndGo(store, Stores.account(store, "bob"), 3);
        }
        try (var store = open(UndeleteLimits.NONE)) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            comeAndGo(store, bob, 3);
            Awaitility.await().until(() -> kept(store, bob).isEmpty());
            store.create(bob.id(), new MailboxName("a"), Optional.empty());
            try (var a = store.open(bob.id(), new MailboxName("a")).orElseThrow()) {
                a.append(List.of(Stores.message("x")));
            }
            store.delete(bob.id(), new MailboxName("a"));
            assertThat(kept(store, bob)).isEmpty();
            assertThat(store.quota(bob.id()).messagesUsed()).isZero();
        }
    }

    @Test
    void aLargeMailboxIsDeletedInParts() throws Exception {
        try (var store = open(UndeleteLimits.STANDARD)) {
            var bob = Stores.account(store, "bob");
            var name = new MailboxName("large");
            store.create(bob.id(), name, Optional.empty());
            int count = StoreLimits.DELETED_AT_ONCE + 10;
            try (var large = store.open(bob.id(), name).orElseThrow()) {
                var one = Stores.message("x");
                large.append(java.util.Collections.nCopies(count, one));
            }
            assertThat(store.delete(bob.id(), name)).isInstanceOf(MailboxChange.Done.class);
            assertThat(store.kept().amount(bob.id()).messages()).isEqualTo(count);
            assertThat(store.quota(bob.id())).isEqualTo(new Quota(0, 0, 0, 0));
        }
    }
}
