package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.FlagChange.Kind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What [Mailbox] promises.
abstract class MailboxContract {
    private static final MailboxName TRASH = new MailboxName("Trash");

    private Account bob;

    abstract MailStore store();

    abstract MailStore reopened() throws Exception;

    @BeforeEach
    void account() throws Exception {
        bob = Stores.account(store(), "bob");
    }

    private Mailbox inbox() throws Exception {
        return Stores.inbox(store(), bob);
    }

    private static Optional<ModSeq> always() {
        return Optional.empty();
    }

    private static FlagChange add(String... words) {
        return new FlagChange(Kind.ADD, Flags.of(words));
    }

    @Test
    void appendingSeveralIsOneChange() throws Exception {
        try (var inbox = inbox()) {
            var appended =
                    (Appending.Appended)
                            inbox.append(
                                    List.of(
                                            Stores.message("a"),
                                            Stores.message("b", "\\Seen", "$x"),
                                            Stores.message("c")));
            assertThat(appended.uids()).containsExactly(new Uid(1), new Uid(2), new Uid(3));
            var emails = new ArrayList<EmailId>();
            inbox.forEach(UidSet.ALL, info -> emails.add(info.email()));
            assertThat(emails).doesNotHaveDuplicates();
            for (int i = 0; i < 3; i++) {
                var uid = new Uid(i + 1);
                String subject = "abc".substring(i, i + 1);
                assertThat(Stores.octets(inbox.content(uid).orElseThrow()))
                        .startsWith("Subject: " + subject)
                        .endsWith("body of " + subject + "\r\n");
                assertThat(inbox.head(uid).orElseThrow().envelope().subject()).contains(subject);
                assertThat(inbox.message(uid).orElseThrow().modSeq()).isEqualTo(new ModSeq(2));
            }
        }
    }

    @Test
    void flagsAreReplacedAddedAndRemoved() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("a", "\\Seen", "$x")));
            var one = UidSet.of(1);
            inbox.store(one, add("\\Flagged", "$Y"), always());
            assertThat(inbox.message(new Uid(1)).orElseThrow().flags())
                    .isEqualTo(Flags.of("\\Seen", "\\Flagged", "$x", "$y"));
            inbox.store(one, new FlagChange(Kind.REMOVE, Flags.of("\\Seen", "$X")), always());
            assertThat(inbox.message(new Uid(1)).orElseThrow().flags())
                    .isEqualTo(Flags.of("\\Flagged", "$Y"));
            inbox.store(one, new FlagChange(Kind.REPLACE, Flags.of("\\Draft")), always());
            assertThat(inbox.message(new Uid(1)).orElseThrow().flags())
                    .isEqualTo(Flags.of("\\Draft"));
            assertThat(inbox.keywords()).isEqualTo(Flags.of("$x", "$Y"));
        }
        try (var inbox = Stores.inbox(reopened(), bob)) {
            assertThat(inbox.keywords()).isEqualTo(Flags.of("$x", "$Y"));
        }
    }

    @Test
    void whatDoesNotChangeKeepsItsModSeq() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("a", "\\Seen"), Stores.message("b")));
            var stored = (Storing.Stored) inbox.store(UidSet.ALL, add("\\Seen"), always());
            assertThat(stored.changed().stream().map(MessageInfo::modSeq))
                    .containsExactly(new ModSeq(2), new ModSeq(3));
            inbox.store(UidSet.ALL, add("\\Seen"), always());
            assertThat(inbox.info().highestModSeq()).isEqualTo(new ModSeq(3));
        }
    }

    @Test
    void tellsWhatTheMailboxHadComeToBefore() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("a"), Stores.message("b")));
            var first = (Storing.Stored) inbox.store(UidSet.of(1), add("\\Seen"), always());
            assertThat(first.before()).isEqualTo(new ModSeq(2));
            var same = (Storing.Stored) inbox.store(UidSet.of(1), add("\\Seen"), always());
            assertThat(same.before()).isEqualTo(new ModSeq(3));
        }
    }

    @Test
    void unchangedSinceLeavesWhatChangedLater() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("a"), Stores.message("b")));
            inbox.store(UidSet.of(2), add("\\Seen"), always());
            var stored =
                    (Storing.Stored)
                            inbox.store(UidSet.ALL, add("\\Flagged"), Optional.of(new ModSeq(2)));
            assertThat(stored.modified()).isEqualTo(UidSet.of(2));
            assertThat(stored.changed()).hasSize(1);
        }
    }

    @Test
    void keywordsAreBounded() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("a")));
            for (int i = 0; i < 63; i++) {
                assertThat(inbox.store(UidSet.ALL, add("k" + i), always()))
                        .isInstanceOf(Storing.Stored.class);
            }
            assertThat(inbox.store(UidSet.ALL, add("\\Seen", "k63"), always()))
                    .isInstanceOf(Storing.TooManyKeywords.class);
            assertThat(inbox.append(List.of(Stores.message("b", "k63"))))
                    .isInstanceOf(Appending.TooManyKeywords.class);
            assertThat(inbox.store(UidSet.ALL, add("k" + "x".repeat(2_000)), always()))
                    .isInstanceOf(Storing.TooManyKeywords.class);
            var info = inbox.message(new Uid(1)).orElseThrow();
            assertThat(info.flags().has(Flags.System.SEEN)).isFalse();
            assertThat(info.flags().keywords()).hasSize(63).contains("k62");
            inbox.copy(UidSet.ALL, TRASH);
        }
        try (var trash = reopened().open(bob.id(), TRASH).orElseThrow()) {
            assertThat(trash.message(new Uid(1)).orElseThrow().flags().keywords()).hasSize(63);
        }
    }

    @Test
    void expungeTakesTheDeletedAndRemoveTakesAll() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(
                    List.of(
                            Stores.message("a", "\\Deleted"),
                            Stores.message("b"),
                            Stores.message("c", "\\Deleted")));
            assertThat(inbox.expunge(UidSet.of(1, 2))).isEqualTo(UidSet.of(1));
            assertThat(inbox.remove(UidSet.of(1, 2))).isEqualTo(UidSet.of(2));
            assertThat(inbox.uids()).containsExactly(3);
            assertThat(inbox.content(new Uid(1))).isEmpty();
            assertThat(inbox.head(new Uid(1))).isEmpty();
            assertThat(inbox.expunge(UidSet.of(1, 2))).isEqualTo(UidSet.EMPTY);
            assertThat(inbox.info().uidNext()).isEqualTo(new Uid(4));
        }
    }

    @Test
    void movingKeepsIdentityAndGivesNewUids() throws Exception {
        try (var inbox = inbox();
                var trash = store().open(bob.id(), TRASH).orElseThrow()) {
            inbox.append(List.of(Stores.message("a", "$k"), Stores.message("b")));
            var before = inbox.message(new Uid(1)).orElseThrow();
            var moved = (Copying.Copied) inbox.move(UidSet.of(1, 7), TRASH);
            assertThat(moved.from()).containsExactly(new Uid(1));
            assertThat(moved.to()).containsExactly(new Uid(1));
            var after = trash.message(new Uid(1)).orElseThrow();
            assertThat(after.email()).isEqualTo(before.email());
            assertThat(after.internalDate()).isEqualTo(before.internalDate());
            assertThat(after.flags()).isEqualTo(before.flags());
            assertThat(inbox.move(UidSet.of(1), TRASH))
                    .isEqualTo(
                            new Copying.Copied(trash.info().uidValidity(), List.of(), List.of()));
            assertThat(inbox.copy(UidSet.ALL, new MailboxName("nowhere")))
                    .isInstanceOf(Copying.NoSuchMailbox.class);
        }
    }

    /// RFC 8514 §3: when it came into this mailbox, whatever else is said of it, and for good.
    @Test
    void theSaveDateIsWhenAMessageCame() throws Exception {
        var old = Instant.parse("2001-02-03T04:05:06Z");
        var message = Stores.message("a");
        try (var inbox = inbox()) {
            inbox.append(
                    List.of(
                            new NewMessage(message.content(), message.head(), Flags.NONE, old),
                            Stores.message("b")));
            inbox.copy(UidSet.of(1), TRASH);
            inbox.store(UidSet.of(1), add("\\Seen"), always());
            saved(inbox, 1, old);
            saved(inbox, 2, Stores.NOW);
        }
        var again = reopened();
        try (var inbox = Stores.inbox(again, bob);
                var trash = again.open(bob.id(), TRASH).orElseThrow()) {
            saved(inbox, 1, old);
            saved(inbox, 2, Stores.NOW);
            saved(trash, 1, old);
        }
    }

    private static void saved(Mailbox mailbox, long uid, Instant internal) throws Exception {
        var info = mailbox.message(new Uid(uid)).orElseThrow();
        assertThat(info.internalDate()).isEqualTo(internal);
        var now = InstantSource.system().instant();
        assertThat(info.saved()).isBetween(now.minusSeconds(120), now);
        mailbox.scan(
                UidSet.of(uid),
                scanned -> assertThat(scanned.saved()).isEqualTo(info.saved().getEpochSecond()));
    }

    /// RFC 8508 §3.4: one change, and nothing of the old message in the new one.
    @Test
    void replacingIsOneChangeOfOneMailboxOrTwo() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("a", "\\Flagged", "$x"), Stores.message("b")));
            var before = inbox.info().highestModSeq();
            var replaced =
                    (Replacing.Replaced)
                            inbox.replace(
                                    new Uid(1), MailboxName.INBOX, Stores.message("c", "\\Draft"));
            assertThat(replaced.uid()).isEqualTo(new Uid(3));
            assertThat(inbox.uids()).containsExactly(2, 3);
            assertThat(inbox.message(new Uid(3)).orElseThrow().flags())
                    .isEqualTo(Flags.of("\\Draft"));
            var changes = inbox.changesSince(before);
            assertThat(changes.vanished()).isEqualTo(UidSet.of(1));
            assertThat(inbox.info().highestModSeq().value()).isEqualTo(before.value() + 1);

            assertThat(inbox.replace(new Uid(1), MailboxName.INBOX, Stores.message("d")))
                    .isEqualTo(new Replacing.NoSuchMessage());
            assertThat(inbox.replace(new Uid(2), new MailboxName("Nowhere"), Stores.message("d")))
                    .isEqualTo(new Replacing.NoSuchMailbox());
            assertThat(inbox.uids()).containsExactly(2, 3);
            assertThat(inbox.replace(new Uid(2), TRASH, Stores.message("e", "$y")))
                    .isInstanceOf(Replacing.Replaced.class);
            assertThat(inbox.uids()).containsExactly(3);
        }
        try (var trash = store().open(bob.id(), TRASH).orElseThrow()) {
            assertThat(trash.uids()).hasSize(1);
        }
    }

    /// RFC 8508 §3.4: only what the account uses more is asked of its quota.
    @Test
    void replacingNeedsRoomForTheDifferenceOnly() throws Exception {
        var message = Stores.message("a");
        long size = message.content().size();
        var carl = Stores.account(store(), "carl");
        try (var inbox = Stores.inbox(store(), carl)) {
            inbox.append(List.of(message));
            store().directory().quota(carl.address(), size, 1);
            assertThat(inbox.replace(new Uid(1), MailboxName.INBOX, Stores.message("b")))
                    .isInstanceOf(Replacing.Replaced.class);
            assertThat(inbox.replace(new Uid(2), MailboxName.INBOX, Stores.message("longer")))
                    .isEqualTo(new Replacing.OverQuota());
            assertThat(inbox.uids()).containsExactly(2);
        }
    }

    @Test
    void changesSinceTellsWhatCameChangedAndVanished() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("a"), Stores.message("b"), Stores.message("c")));
            var first = inbox.changesSince(ModSeq.ZERO);
            assertThat(first.changed()).hasSize(3);
            inbox.store(UidSet.of(2), add("\\Seen"), always());
            inbox.remove(UidSet.of(1));
            inbox.append(List.of(Stores.message("d")));
            var changes = inbox.changesSince(first.upTo());
            assertThat(changes.changed().stream().map(MessageInfo::uid))
                    .containsExactly(new Uid(2), new Uid(4));
            assertThat(changes.vanished()).isEqualTo(UidSet.of(1));
            assertThat(inbox.changesSince(changes.upTo()).isEmpty()).isTrue();
        }
        try (var inbox = Stores.inbox(reopened(), bob)) {
            assertThat(inbox.changesSince(new ModSeq(3)).vanished()).isEqualTo(UidSet.of(1));
        }
    }

    @Test
    @Tag("long")
    void whoWasAwayTooLongIsToldEveryUidThatIsNotThere() throws Exception {
        try (var inbox = inbox()) {
            for (int i = 0; i < 2_100; i++) {
                Stores.deliver(store(), "m" + i, bob);
                inbox.remove(UidSet.of(i + 1));
            }
            Stores.deliver(store(), "last", bob);
            assertThat(inbox.changesSince(new ModSeq(1)).vanished())
                    .isEqualTo(UidSet.ofRanges(List.of(new UidSet.Range(1, 2_100))));
        }
        try (var inbox = Stores.inbox(reopened(), bob)) {
            assertThat(inbox.changesSince(new ModSeq(1)).vanished())
                    .isEqualTo(UidSet.ofRanges(List.of(new UidSet.Range(1, 2_100))));
            assertThat(inbox.changesSince(new ModSeq(4_200)).vanished())
                    .isEqualTo(UidSet.of(2_100));
        }
    }

    @Test
    void watchersHearOfDeliveries() throws Exception {
        var heard = new AtomicInteger();
        try (var inbox = inbox();
                var _ = inbox.watch(heard::incrementAndGet)) {
            Stores.deliver(store(), "a", bob);
            Awaitility.await().until(() -> heard.get() > 0);
            int before = heard.get();
            inbox.store(UidSet.ALL, add("\\Seen"), always());
            Awaitility.await().until(() -> heard.get() > before);
        }
    }

    @Test
    void aDeletedMailboxIsGoneForWhoHasItOpen() throws Exception {
        var name = new MailboxName("a");
        store().create(bob.id(), name, Optional.empty());
        try (var open = store().open(bob.id(), name).orElseThrow()) {
            open.append(List.of(Stores.message("x")));
            store().delete(bob.id(), name);
            assertThat(open.gone()).isTrue();
            assertThat(open.append(List.of(Stores.message("y"))))
                    .isInstanceOf(Appending.NoSuchMailbox.class);
            assertThat(open.remove(UidSet.ALL)).isEqualTo(UidSet.EMPTY);
            assertThat(open.move(UidSet.ALL, TRASH)).isInstanceOf(Copying.NoSuchMailbox.class);
        }
        assertThat(store().open(bob.id(), name)).isEmpty();
    }

    @Test
    void searchingFindsByFlagsAndText() throws Exception {
        try (var inbox = inbox()) {
            inbox.append(List.of(Stores.message("alpha", "\\Seen"), Stores.message("beta")));
            assertThat(inbox.search(new SearchQuery.HasFlag(Flags.System.SEEN))).containsExactly(1);
            assertThat(inbox.search(new SearchQuery.Subject("BET"))).containsExactly(2);
        }
    }
}
