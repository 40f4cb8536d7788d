package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Restoring.OverQuota;
import dev.jebi.mailstore.Restoring.Restored;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// What [Kept] promises.
abstract class KeptContract {
    private static final MailboxName WORK = new MailboxName("Work/a");

    /// The store, empty at first.
    abstract MailStore store();

    /// The store after it was closed and opened again.
    abstract MailStore reopened() throws Exception;

    private List<KeptMessage> kept(Account account) throws IOException {
        return store().kept().list(account.id(), KeptChoice.ALL, Optional.empty(), 1_000);
    }

    private static void append(MailStore store, Account account, MailboxName name, String... flags)
            throws IOException {
        try (var mailbox = store.open(account.id(), name).orElseThrow()) {
            mailbox.append(List.of(Stores.message("x", flags)));
        }
    }

    private static Restored restored(Restoring restoring) {
        return (Restored) restoring;
    }

    @Test
    void anExpungedMessageComesBackAsItWas() throws Exception {
        var bob = Stores.account(store(), "bob");
        append(store(), bob, MailboxName.INBOX, "\\Deleted", "\\Seen", "$Work", "later");
        var before = store().quota(bob.id());
        try (var inbox = Stores.inbox(store(), bob)) {
            assertThat(inbox.expunge(UidSet.ALL)).isEqualTo(UidSet.of(1));
        }
        assertThat(store().quota(bob.id())).isEqualTo(new Quota(0, 0, 0, 0));
        var one = kept(bob).getFirst();
        assertThat(one.uid()).isEqualTo(new Uid(1));
        assertThat(one.mailbox()).isEqualTo(MailboxName.INBOX);
        assertThat(one.flags()).isEqualTo(Flags.of("\\Deleted", "\\Seen", "$Work", "later"));
        assertThat(one.internalDate()).isEqualTo(Stores.NOW);
        assertThat(store().kept().amount(bob.id())).isEqualTo(new Kept.Amount(one.size(), 1));
        reopened();
        assertThat(kept(bob)).containsExactly(one);
        assertThat(store().kept().head(bob.id(), one.id()).orElseThrow().envelope().subject())
                .contains("x");
        assertThat(restored(store().kept().restore(bob.id(), KeptChoice.ALL)).messages())
                .isEqualTo(Map.of(MailboxName.INBOX, 1));
        assertThat(store().quota(bob.id())).isEqualTo(before);
        assertThat(store().kept().amount(bob.id())).isEqualTo(new Kept.Amount(0, 0));
        assertThat(kept(bob)).isEmpty();
        try (var inbox = Stores.inbox(store(), bob)) {
            var back = inbox.message(new Uid(2)).orElseThrow();
            assertThat(back.flags()).isEqualTo(Flags.of("\\Seen", "$Work", "later"));
            assertThat(back.internalDate()).isEqualTo(Stores.NOW);
            assertThat(back.email()).isEqualTo(one.email());
            assertThat(Stores.octets(inbox.content(new Uid(2)).orElseThrow()))
                    .isEqualTo(Stores.octets(Stores.text("x", "body of x\r\n")));
            Stores.checkCounters(inbox);
        }
    }

    @Test
    void aDeletedMailboxComesBackWithItsParents() throws Exception {
        var bob = Stores.account(store(), "bob");
        store().create(bob.id(), WORK, Optional.empty());
        append(store(), bob, WORK);
        append(store(), bob, WORK, "\\Flagged");
        var old = store().mailbox(bob.id(), WORK).orElseThrow();
        store().delete(bob.id(), WORK);
        store().delete(bob.id(), new MailboxName("Work"));
        assertThat(kept(reopened(), bob)).hasSize(2);
        assertThat(restored(store().kept().restore(bob.id(), KeptChoice.ALL)).messages())
                .isEqualTo(Map.of(WORK, 2));
        var now = store().mailbox(bob.id(), WORK).orElseThrow();
        assertThat(now.exists()).isEqualTo(2);
        assertThat(now.uidValidity().value()).isGreaterThan(old.uidValidity().value());
        assertThat(store().mailbox(bob.id(), new MailboxName("Work"))).isPresent();
    }

    private static List<KeptMessage> kept(MailStore store, Account account) throws IOException {
        return store.kept().list(account.id(), KeptChoice.ALL, Optional.empty(), 1_000);
    }

    @Test
    void movingKeepsNothing() throws Exception {
        var bob = Stores.account(store(), "bob");
        append(store(), bob, MailboxName.INBOX);
        try (var inbox = Stores.inbox(store(), bob)) {
            inbox.move(UidSet.ALL, new MailboxName("Trash"));
        }
        store().rename(bob.id(), MailboxName.INBOX, new MailboxName("old"));
        assertThat(kept(bob)).isEmpty();
    }

    @Test
    void whatIsRemovedForGoodIsNotKept() throws Exception {
        var bob = Stores.account(store(), "bob");
        append(store(), bob, MailboxName.INBOX);
        try (var inbox = Stores.inbox(store(), bob)) {
            assertThat(inbox.remove(UidSet.ALL, false)).isEqualTo(UidSet.of(1));
        }
        assertThat(kept(bob)).isEmpty();
    }

    @Test
    void itIsChosenByMailboxByTimeAndById() throws Exception {
        var bob = Stores.account(store(), "bob");
        append(store(), bob, MailboxName.INBOX);
        append(store(), bob, MailboxName.INBOX);
        append(store(), bob, new MailboxName("Sent"));
        try (var inbox = Stores.inbox(store(), bob);
                var sent = store().open(bob.id(), new MailboxName("Sent")).orElseThrow()) {
            inbox.remove(UidSet.ALL);
            sent.remove(UidSet.ALL);
        }
        var all = kept(bob);
        assertThat(all).hasSize(3);
        assertThat(all.getFirst().mailbox()).isEqualTo(new MailboxName("Sent"));
        var kept = store().kept();
        var later =
                new KeptChoice(
                        Optional.empty(),
                        Optional.of(all.getFirst().expunged().plusSeconds(1)),
                        Set.of());
        assertThat(kept.list(bob.id(), later, Optional.empty(), 9)).isEmpty();
        assertThat(kept.list(bob.id(), KeptChoice.ALL, Optional.of(all.get(0).id()), 1))
                .containsExactly(all.get(1));
        var second = KeptChoice.of(Set.of(all.get(1).id()));
        assertThat(restored(kept.restore(bob.id(), second)).messages())
                .isEqualTo(Map.of(MailboxName.INBOX, 1));
        assertThat(restored(kept.restore(bob.id(), second)).messages()).isEmpty();
        var inbox = new KeptChoice(Optional.of(MailboxName.INBOX), Optional.empty(), Set.of());
        assertThat(kept.drop(bob.id(), inbox)).isEqualTo(1);
        assertThat(kept(bob)).containsExactly(all.get(0));
        assertThat(kept.drop(bob.id(), KeptChoice.ALL)).isEqualTo(1);
        assertThat(kept.amount(bob.id())).isEqualTo(new Kept.Amount(0, 0));
    }

    @Test
    void aQuotaThatDoesNotHoldThemRefusesAll() throws Exception {
        var bob = Stores.account(store(), "bob", 0, 2);
        append(store(), bob, MailboxName.INBOX);
        append(store(), bob, MailboxName.INBOX);
        try (var inbox = Stores.inbox(store(), bob)) {
            inbox.remove(UidSet.ALL);
        }
        append(store(), bob, MailboxName.INBOX);
        assertThat(store().kept().restore(bob.id(), KeptChoice.ALL))
                .isInstanceOfSatisfying(
                        OverQuota.class,
                        over -> {
                            assertThat(over.messages()).isEqualTo(2);
                            assertThat(over.restored()).isZero();
                        });
        assertThat(kept(bob)).hasSize(2);
        store().directory().removeAccount(bob.address());
        assertThat(store().kept().restore(bob.id(), KeptChoice.ALL))
                .isEqualTo(new Restoring.NoSuchAccount());
        assertThat(kept(reopened(), bob)).isEmpty();
    }

    @Test
    void manyWhoRestoreAtOnceRestoreEachMessageOnce() throws Exception {
        var bob = Stores.account(store(), "bob");
        var messages = new ArrayList<NewMessage>();
        for (int i = 0; i < 3_000; i++) {
            messages.add(Stores.message("m" + i));
        }
        try (var inbox = Stores.inbox(store(), bob)) {
            inbox.append(messages);
            inbox.remove(UidSet.ALL);
            Callable<Integer> restore =
                    () -> {
                        var done = store().kept().restore(bob.id(), KeptChoice.ALL);
                        return restored(done).messages().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum();
                    };
            int sum = 0;
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : executor.invokeAll(List.of(restore, restore, restore))) {
                    sum += done.get();
                }
            }
            assertThat(sum).isEqualTo(3_000);
            assertThat(inbox.info().exists()).isEqualTo(3_000);
            var subjects = new java.util.HashSet<String>();
            for (long uid : inbox.uids()) {
                subjects.add(
                        inbox.head(new Uid(uid)).orElseThrow().envelope().subject().orElseThrow());
            }
            assertThat(subjects).hasSize(3_000);
            Stores.checkCounters(inbox);
        }
        assertThat(store().kept().amount(bob.id())).isEqualTo(new Kept.Amount(0, 0));
    }
}
