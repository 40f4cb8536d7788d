package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.sharing.AccessList;
import dev.jebi.mailstore.sharing.Annotations;
import dev.jebi.mailstore.sharing.AppendLimits;
import dev.jebi.mailstore.sharing.Groups;
import dev.jebi.mailstore.sharing.Identifier;
import dev.jebi.mailstore.sharing.Operators;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mailstore.sharing.Rights;
import dev.jebi.mailstore.sharing.SharedTrees;
import dev.jebi.mailstore.sharing.Sharing;

import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What accounts can have of each other, also where they live in different databases.
abstract class SharingContract {
    /// The store, empty at first.
    abstract MailStore store();

    /// The store after it was closed and opened again.
    abstract MailStore reopened() throws Exception;

    private static CopyTarget inbox(Account account, FlagScope flags) {
        return new CopyTarget(account.id(), MailboxName.INBOX, flags);
    }

    private static Rights rights(String letters) {
        return Rights.parse(letters);
    }

    @Test
    void copiesCountWhereTheyAre() throws Exception {
        var ann = Stores.account(store(), "ann");
        var bob = Stores.account(store(), "bob", 0, 2);
        try (var from = Stores.inbox(store(), ann)) {
            from.append(
                    List.of(
                            Stores.message("one", "\\Seen", "\\Flagged", "word"),
                            Stores.message("two"),
                            Stores.message("three")));
            var some = new FlagScope(EnumSet.of(Flags.System.FLAGGED), false);
            var copied = from.copy(UidSet.of(1), inbox(bob, some));
            assertThat(copied).isInstanceOf(Copying.Copied.class);
            assertThat(from.copy(UidSet.of(2, 3), inbox(bob, FlagScope.ALL)))
                    .isEqualTo(new Copying.OverQuota());
            assertThat(from.move(UidSet.of(2, 3), inbox(bob, FlagScope.ALL)))
                    .isEqualTo(new Copying.OverQuota());
            assertThat(from.uids()).containsExactly(1, 2, 3);
            var gone = new CopyTarget(bob.id(), new MailboxName("none"));
            assertThat(from.copy(UidSet.ALL, gone)).isEqualTo(new Copying.NoSuchMailbox());
        }
        try (var to = Stores.inbox(store(), bob)) {
            assertThat(to.uids()).containsExactly(1);
            var copy = to.message(new Uid(1)).orElseThrow();
            assertThat(copy.flags()).isEqualTo(Flags.of("\\Flagged"));
            assertThat(Stores.octets(to.content(new Uid(1)).orElseThrow()))
                    .startsWith("Subject: one");
        }
        assertThat(store().quota(bob.id()).messagesUsed()).isEqualTo(1);
        assertThat(store().quota(ann.id()).messagesUsed()).isEqualTo(3);
    }

    @Test
    void whatMovesToAnotherIsTheirsAfterARestart() throws Exception {
        var ann = Stores.account(store(), "ann");
        var bob = Stores.account(store(), "bob");
        try (var from = Stores.inbox(store(), ann)) {
            from.append(List.of(Stores.message("one", "\\Seen", "word"), Stores.message("two")));
            var moved = (Copying.Copied) from.move(UidSet.of(1), inbox(bob, FlagScope.ALL));
            assertThat(moved.from()).containsExactly(new Uid(1));
            assertThat(moved.to()).containsExactly(new Uid(1));
            assertThat(from.uids()).containsExactly(2);
            var replaced =
                    from.replace(new Uid(2), inbox(bob, FlagScope.ALL), Stores.message("new"));
            assertThat(replaced).isInstanceOf(Replacing.Replaced.class);
            assertThat(from.uids()).isEmpty();
        }
        var again = reopened();
        assertThat(again.quota(ann.id()).messagesUsed()).isZero();
        assertThat(again.quota(bob.id()).messagesUsed()).isEqualTo(2);
        try (var to = Stores.inbox(again, bob)) {
            assertThat(to.message(new Uid(1)).orElseThrow().flags())
                    .isEqualTo(Flags.of("\\Seen", "word"));
            assertThat(Stores.octets(to.content(new Uid(2)).orElseThrow()))
                    .startsWith("Subject: new");
        }
    }

    @Test
    void rightsAreWhatTheListSays() throws Exception {
        var ann = Stores.account(store(), "ann");
        var bob = Stores.account(store(), "bob");
        var carl = Stores.account(store(), "carl");
        var sharing = new Sharing(store(), Groups.NONE);
        var box = store().mailbox(ann.id(), MailboxName.INBOX).orElseThrow();
        assertThat(sharing.rights(ann, box)).isEqualTo(Rights.ALL);
        assertThat(sharing.rights(bob, box)).isEqualTo(Rights.NONE);
        var person = sharing.identifier("BOB@a.test").orElseThrow();
        var anyone = new Identifier.Anyone();
        assertThat(sharing.identifier("nobody@a.test")).isEmpty();
        assertThat(
                        sharing.change(
                                box,
                                list ->
                                        list.with(new AccessList.Key(anyone, false), rights("lrs"))
                                                .with(
                                                        new AccessList.Key(person, false),
                                                        rights("wi"))
                                                .with(
                                                        new AccessList.Key(person, true),
                                                        rights("s"))))
                .isTrue();
        assertThat(sharing.rights(bob, box)).isEqualTo(rights("lrwi"));
        assertThat(sharing.rights(carl, box)).isEqualTo(rights("lrs"));
        assertThat(sharing.granted(carl)).hasSize(1);
        assertThat(sharing.granted(bob).getFirst().mailbox().id()).isEqualTo(box.id());
        assertThat(sharing.granted(ann)).isEmpty();
        var again = new Sharing(reopened(), Groups.NONE);
        assertThat(again.rights(bob, box)).isEqualTo(rights("lrwi"));
        again.deleted(box);
        assertThat(again.granted(carl)).isEmpty();
    }

    @Test
    void anAddressThatIsGivenAgainIsSomebodyElse() throws Exception {
        var ann = Stores.account(store(), "ann");
        var bob = Stores.account(store(), "bob");
        var sharing = new Sharing(store(), Groups.NONE);
        var box = store().mailbox(ann.id(), MailboxName.INBOX).orElseThrow();
        var key = new AccessList.Key(sharing.identifier("bob@a.test").orElseThrow(), false);
        assertThat(sharing.change(box, list -> list.with(key, rights("lr")))).isTrue();
        store().directory().removeAccount(bob.address());
        assertThat(sharing.list(box).entries()).isEmpty();
        var other = Stores.account(store(), "bob");
        assertThat(sharing.rights(other, box)).isEqualTo(Rights.NONE);
        assertThat(sharing.granted(other)).isEmpty();
        // and lists with one who is gone can be changed all the same
        var anyone = new AccessList.Key(new Identifier.Anyone(), false);
        assertThat(sharing.change(box, list -> list.with(anyone, Rights.of(Right.READ)))).isTrue();
        assertThat(sharing.rights(other, box)).isEqualTo(rights("r"));
    }

    @Test
    void whatIsNotedIsThereAfterARestart() throws Exception {
        var ann = Stores.account(store(), "ann");
        var bob = Stores.account(store(), "bob");
        var box = store().mailbox(ann.id(), MailboxName.INBOX);
        var notes = new Annotations(store().register());
        Map<String, Optional<byte[]>> both =
                Map.of(
                        "/shared/Comment", Optional.of(new byte[] {1}),
                        "/private/comment", Optional.of(new byte[] {0, 2}));
        assertThat(notes.set(bob.id(), box, both)).isEqualTo(new Annotations.Outcome.Done());
        Map<String, Optional<byte[]>> large =
                Map.of("/shared/x", Optional.of(new byte[Annotations.MAX_VALUE + 1]));
        assertThat(notes.set(bob.id(), box, large)).isEqualTo(new Annotations.Outcome.TooLarge());
        var again = new Annotations(reopened().register());
        assertThat(again.of(bob.id(), box)).containsOnlyKeys("/shared/comment", "/private/comment");
        assertThat(again.of(ann.id(), box)).containsOnlyKeys("/shared/comment");
        assertThat(again.of(ann.id(), box).values())
                .extracting(Annotations.Annotation::name)
                .containsExactly("/shared/Comment");
    }

    @Test
    void aNameThatNoTreeCanHaveIsNobodys() throws Exception {
        var trees = new SharedTrees(store().register());
        assertThat(trees.account("a".repeat(MailboxName.MAX_LENGTH))).isEmpty();
        assertThat(trees.hide("a".repeat(MailboxName.MAX_LENGTH))).isFalse();
    }

    @Test
    void whatTheOperatorSaysIsKept() throws Exception {
        var ann = Stores.account(store(), "ann");
        var box = store().mailbox(ann.id(), MailboxName.INBOX).orElseThrow();
        new SharedTrees(store().register()).show("Sales", ann.id());
        new SharedTrees(store().register()).show("Selling", ann.id());
        new Operators(store().register()).set(ann.id(), true);
        new AppendLimits(store().register()).set(box.id(), OptionalLong.of(7));
        var register = reopened().register();
        assertThat(new SharedTrees(register).all()).containsOnlyKeys("Selling");
        assertThat(new SharedTrees(register).name(ann.id())).contains("Selling");
        assertThat(new Operators(register).is(ann.id())).isTrue();
        assertThat(new AppendLimits(register).of(box.id())).hasValue(7);
        new AppendLimits(register).deleted(box.id());
        assertThat(new AppendLimits(register).any()).isFalse();
    }
}
