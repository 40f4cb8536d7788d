package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Acceptance.Accepted;
import dev.jebi.mailstore.Incoming.LocalCopy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What [MailStore] promises.
abstract class StoreContract {
    /// The store, empty at first.
    abstract MailStore store();

    /// The store after it was closed and opened again.
    abstract MailStore reopened() throws Exception;

    @Test
    void anAccountHasItsMailboxesInboxFirst() throws Exception {
        var bob = Stores.account(store(), "bob");
        assertThat(store().mailboxes(bob.id()).stream().map(m -> m.name().value()))
                .containsExactly("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
        var trash = store().mailbox(bob.id(), new MailboxName("Trash")).orElseThrow();
        assertThat(trash.specialUse()).contains(SpecialUse.TRASH);
        assertThat(trash.subscribed()).isTrue();
        assertThat(trash.uidNext()).isEqualTo(new Uid(1));
        assertThat(trash.highestModSeq()).isEqualTo(new ModSeq(1));
    }

    @Test
    void oneAcceptanceGoesToEveryMailboxAndSharesTheOctets() throws Exception {
        var bob = Stores.account(store(), "bob");
        var ann = Stores.account(store(), "ann");
        var work = new MailboxName("Work");
        store().create(ann.id(), work, Optional.empty());
        var copies =
                List.of(
                        Stores.inbox(bob),
                        new LocalCopy(ann.id(), work, Flags.of("\\Seen", "$List")));
        var accepted =
                (Accepted)
                        store().accept(
                                        Stores.incoming(
                                                Stores.text("x", "y"),
                                                copies,
                                                List.of(Stores.remote("carl"))));
        assertThat(accepted.overQuota()).isEmpty();
        assertThat(accepted.queued()).isPresent();
        try (var inbox = Stores.inbox(store(), bob);
                var other = store().open(ann.id(), work).orElseThrow()) {
            var mine = inbox.message(new Uid(1)).orElseThrow();
            var hers = other.message(new Uid(1)).orElseThrow();
            assertThat(mine.email()).isEqualTo(hers.email());
            assertThat(hers.flags()).isEqualTo(Flags.of("\\Seen", "$List"));
            assertThat(mine.internalDate()).isEqualTo(Stores.NOW);
            assertThat(Stores.octets(other.content(new Uid(1)).orElseThrow())).endsWith("y");
        }
    }

    @Test
    void aCopyForAMailboxThatIsNotThereGoesToInbox() throws Exception {
        var bob = Stores.account(store(), "bob");
        var copy = new LocalCopy(bob.id(), new MailboxName("gone"), Flags.NONE);
        store().accept(Stores.incoming(Stores.text("x", "y"), List.of(copy), List.of()));
        assertThat(store().mailbox(bob.id(), MailboxName.INBOX).orElseThrow().exists())
                .isEqualTo(1);
    }

    @Test
    void theQuotaIsExact() throws Exception {
        var content = Stores.text("x", "y");
        var bob = Stores.account(store(), "bob", 2 * content.size(), 0);
        var ann = Stores.account(store(), "ann", 0, 1);
        var message =
                Stores.incoming(content, List.of(Stores.inbox(bob), Stores.inbox(ann)), List.of());
        assertThat(store().accept(message)).isEqualTo(new Accepted(Optional.empty(), Set.of()));
        assertThat(store().accept(message))
                .isEqualTo(new Accepted(Optional.empty(), Set.of(ann.id())));
        assertThat(store().accept(message)).isInstanceOf(Acceptance.OverQuota.class);
        assertThat(store().quota(bob.id()))
                .isEqualTo(new Quota(2 * content.size(), 0, 2 * content.size(), 2));
        try (var inbox = Stores.inbox(store(), bob)) {
            assertThat(inbox.append(List.of(Stores.message("z"))))
                    .isInstanceOf(Appending.OverQuota.class);
            assertThat(inbox.copy(UidSet.ALL, new MailboxName("Trash")))
                    .isInstanceOf(Copying.OverQuota.class);
            assertThat(inbox.move(UidSet.ALL, new MailboxName("Trash")))
                    .isInstanceOf(Copying.Copied.class);
        }
        store().delete(bob.id(), new MailboxName("Trash"));
        assertThat(store().quota(bob.id()).octetsUsed()).isZero();
        assertThat(reopened().quota(bob.id()).octetsUsed()).isZero();
        assertThat(store().quota(ann.id()).messagesUsed()).isEqualTo(1);
    }

    @Test
    void somethingRelayedIsAcceptedEvenWhenNoCopyFits() throws Exception {
        var bob = Stores.account(store(), "bob", 1, 0);
        var message =
                Stores.incoming(
                        Stores.text("x", "y"),
                        List.of(Stores.inbox(bob)),
                        List.of(Stores.remote("carl")));
        var accepted = (Accepted) store().accept(message);
        assertThat(accepted.overQuota()).containsExactly(bob.id());
        assertThat(store().queue().list()).hasSize(1);
    }

    @Test
    void creatingMakesParents() throws Exception {
        var bob = Stores.account(store(), "bob");
        var name = new MailboxName("a/b/c");
        assertThat(store().create(bob.id(), name, Optional.empty()))
                .isInstanceOf(MailboxChange.Done.class);
        assertThat(store().mailbox(bob.id(), new MailboxName("a/b"))).isPresent();
        assertThat(store().create(bob.id(), name, Optional.empty()))
                .isInstanceOf(MailboxChange.AlreadyExists.class);
        assertThat(
                        store().create(
                                        bob.id(),
                                        new MailboxName("Gesendet"),
                                        Optional.of(SpecialUse.SENT)))
                .isInstanceOf(MailboxChange.Refused.class);
    }

    @Test
    void deletingKeepsChildrenAndInbox() throws Exception {
        var bob = Stores.account(store(), "bob");
        store().create(bob.id(), new MailboxName("a/b"), Optional.empty());
        assertThat(store().delete(bob.id(), new MailboxName("a")))
                .isInstanceOf(MailboxChange.Done.class);
        assertThat(store().mailbox(bob.id(), new MailboxName("a/b"))).isPresent();
        assertThat(store().delete(bob.id(), MailboxName.INBOX))
                .isInstanceOf(MailboxChange.Refused.class);
        assertThat(store().delete(bob.id(), new MailboxName("a")))
                .isInstanceOf(MailboxChange.NoSuchMailbox.class);
    }

    @Test
    void aNameThatComesAgainHasAGreaterUidValidity() throws Exception {
        var bob = Stores.account(store(), "bob");
        var name = new MailboxName("a");
        long last = 0;
        for (int i = 0; i < 3; i++) {
            store().create(bob.id(), name, Optional.empty());
            var info = store().mailbox(bob.id(), name).orElseThrow();
            assertThat(info.uidValidity().value()).isGreaterThan(last);
            last = info.uidValidity().value();
            store().delete(bob.id(), name);
            reopened();
        }
    }

    @Test
    void renamingTakesChildrenAndMakesParents() throws Exception {
        var bob = Stores.account(store(), "bob");
        store().create(bob.id(), new MailboxName("a/b"), Optional.empty());
        try (var open = store().open(bob.id(), new MailboxName("a/b")).orElseThrow()) {
            open.append(List.of(Stores.message("x")));
            assertThat(store().rename(bob.id(), new MailboxName("a"), new MailboxName("p/q")))
                    .isInstanceOf(MailboxChange.Done.class);
            assertThat(open.info().name()).isEqualTo(new MailboxName("p/q/b"));
            assertThat(open.uids()).containsExactly(1);
        }
        assertThat(store().mailbox(bob.id(), new MailboxName("p"))).isPresent();
        assertThat(store().mailbox(bob.id(), new MailboxName("a"))).isEmpty();
        assertThat(store().rename(bob.id(), new MailboxName("p"), new MailboxName("p/r")))
                .isInstanceOf(MailboxChange.Refused.class);
        assertThat(store().rename(bob.id(), new MailboxName("p"), new MailboxName("Sent")))
                .isInstanceOf(MailboxChange.AlreadyExists.class);
        assertThat(reopened().mailbox(bob.id(), new MailboxName("p/q/b")).orElseThrow().exists())
                .isEqualTo(1);
    }

    @Test
    void renamingInboxMovesItsMessages() throws Exception {
        var bob = Stores.account(store(), "bob");
        Stores.deliver(store(), "x", bob);
        var old = new MailboxName("old");
        assertThat(store().rename(bob.id(), MailboxName.INBOX, old))
                .isInstanceOf(MailboxChange.Done.class);
        assertThat(store().mailbox(bob.id(), MailboxName.INBOX).orElseThrow().exists()).isZero();
        assertThat(store().mailbox(bob.id(), old).orElseThrow().exists()).isEqualTo(1);
    }

    @Test
    void aSubscriptionIsKept() throws Exception {
        var bob = Stores.account(store(), "bob");
        var name = new MailboxName("a");
        store().create(bob.id(), name, Optional.empty());
        assertThat(store().mailbox(bob.id(), name).orElseThrow().subscribed()).isFalse();
        store().subscribe(bob.id(), name, true);
        assertThat(reopened().mailbox(bob.id(), name).orElseThrow().subscribed()).isTrue();
        store().subscribe(bob.id(), name, false);
        assertThat(reopened().mailbox(bob.id(), name).orElseThrow().subscribed()).isFalse();
    }

    @Test
    void subscriptionsAreToNamesAndOutlastMailboxes() throws Exception {
        var bob = Stores.account(store(), "bob");
        var ann = Stores.account(store(), "ann");
        var nowhere = new MailboxName("no/where");
        var gone = new MailboxName("gone");
        assertThat(store().subscribe(bob.id(), nowhere, true)).isEqualTo(new Subscribing.Done());
        assertThat(store().mailbox(bob.id(), nowhere)).isEmpty();
        store().create(bob.id(), gone, Optional.empty());
        store().subscribe(bob.id(), gone, true);
        store().delete(bob.id(), gone);
        assertThat(names(reopened(), bob)).contains("gone", "no/where").startsWith("INBOX");
        assertThat(names(store(), ann))
                .containsExactly("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
        store().create(bob.id(), gone, Optional.empty());
        assertThat(store().mailbox(bob.id(), gone).orElseThrow().subscribed()).isTrue();
        store().subscribe(bob.id(), nowhere, false);
        assertThat(store().subscribe(bob.id(), nowhere, false)).isEqualTo(new Subscribing.Done());
        assertThat(names(reopened(), bob)).contains("gone").doesNotContain("no/where");
        store().directory().removeAccount(bob.address());
        assertThat(store().subscribe(bob.id(), gone, true))
                .isEqualTo(new Subscribing.NoSuchAccount());
        assertThat(names(reopened(), bob)).isEmpty();
        assertThat(names(store(), ann)).hasSize(6);
    }

    @Test
    void subscriptionsFollowARenamedMailbox() throws Exception {
        var bob = Stores.account(store(), "bob");
        store().create(bob.id(), new MailboxName("a/b"), Optional.empty());
        store().create(bob.id(), new MailboxName("a/c"), Optional.empty());
        store().subscribe(bob.id(), new MailboxName("a/b"), true);
        store().subscribe(bob.id(), new MailboxName("a/lone"), true);
        store().rename(bob.id(), new MailboxName("a"), new MailboxName("z"));
        store().rename(bob.id(), MailboxName.INBOX, new MailboxName("old"));
        assertThat(names(reopened(), bob))
                .containsExactly(
                        "INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash", "a/lone", "z/b");
    }

    @Test
    void namesWithoutAMailboxAreSubscribedToUpToALimit() throws Exception {
        var bob = Stores.account(store(), "bob");
        for (int i = 0; i < StoreLimits.NAMES_WITHOUT_MAILBOX; i++) {
            assertThat(store().subscribe(bob.id(), new MailboxName("n" + i), true))
                    .isEqualTo(new Subscribing.Done());
        }
        var more = new MailboxName("more");
        assertThat(store().subscribe(bob.id(), more, true)).isEqualTo(new Subscribing.TooMany());
        assertThat(store().subscribe(bob.id(), new MailboxName("n1"), true))
                .isEqualTo(new Subscribing.Done());
        store().create(bob.id(), more, Optional.empty());
        assertThat(store().subscribe(bob.id(), more, true)).isEqualTo(new Subscribing.Done());
        assertThat(names(reopened(), bob)).hasSize(StoreLimits.NAMES_WITHOUT_MAILBOX + 7);
    }

    private static List<String> names(MailStore store, Account account) {
        return store.subscriptions(account.id()).stream().map(MailboxName::value).toList();
    }

    @Test
    void aMaildropIsLockedOnce() throws Exception {
        var bob = Stores.account(store(), "bob");
        var lock = store().lockMaildrop(bob.id()).orElseThrow();
        assertThat(store().lockMaildrop(bob.id())).isEmpty();
        lock.close();
        lock.close();
        assertThat(store().lockMaildrop(bob.id())).isPresent();
    }

    @Test
    void answersBelongToTheThread() throws Exception {
        var bob = Stores.account(store(), "bob");
        Stores.deliver(store(), "root", bob);
        var answer =
                dev.jebi.content.Content.of(
                        "Message-ID: <2@x>\r\nIn-Reply-To: <root@a.test>\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        store().accept(Stores.incoming(answer, List.of(Stores.inbox(bob)), List.of()));
        try (var inbox = Stores.inbox(store(), bob)) {
            assertThat(inbox.thread(new Uid(2))).isEqualTo(inbox.thread(new Uid(1)));
        }
    }

    @Test
    void newsAreOfTheMailboxesThatChanged() throws Exception {
        var bob = Stores.account(store(), "bob");
        var work = new MailboxName("Work");
        store().create(bob.id(), work, Optional.empty());
        var first = store().news(bob.id(), AccountNews.NEVER);
        assertThat(first.any()).isTrue();
        assertThat(store().news(bob.id(), first.upTo()))
                .isEqualTo(new AccountNews(first.upTo(), false, List.of()));
        try (var open = store().open(bob.id(), work).orElseThrow()) {
            open.append(List.of(Stores.message("x")));
            open.append(List.of(Stores.message("y")));
        }
        Stores.deliver(store(), "z", bob);
        var news = store().news(bob.id(), first.upTo());
        assertThat(news.any()).isFalse();
        assertThat(news.mailboxes().stream().map(m -> m.name().value() + " " + m.exists()))
                .containsExactlyInAnyOrder("Work 2", "INBOX 1");
        assertThat(store().news(bob.id(), news.upTo()).mailboxes()).isEmpty();
        store().subscribe(bob.id(), new MailboxName("elsewhere"), true);
        assertThat(store().news(bob.id(), news.upTo()).any()).isTrue();
        long before = store().news(bob.id(), AccountNews.NEVER).upTo();
        store().rename(bob.id(), work, new MailboxName("Play"));
        long renamed = store().news(bob.id(), AccountNews.NEVER).upTo();
        store().delete(bob.id(), new MailboxName("Play"));
        assertThat(store().news(bob.id(), before).any()).isTrue();
        assertThat(store().news(bob.id(), renamed).any()).isTrue();
    }
}
