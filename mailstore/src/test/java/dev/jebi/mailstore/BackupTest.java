package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.AccountRestoration.Choice;
import dev.jebi.mailstore.AccountRestoration.Ending;
import dev.jebi.mailstore.backup.Backup;
import dev.jebi.mailstore.backup.BackupSet;
import dev.jebi.mailstore.backup.Progress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Backups of a store in use, and what comes back from them.
final class BackupTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Stores.NOW);
    private static final MailboxName WORK = new MailboxName("Work");
    private static final Progress QUIET = (_, _, _) -> {};

    /// Small segments, so that there are several.
    private static final StoreLimits LIMITS =
            Stores.withSegments(1 << 20).with(UndeleteLimits.NONE).with(CompactionLimits.NEVER);

    @TempDir private Path directory;

    private MailStore open(String name) throws IOException {
        return EmbeddedStore.open(directory.resolve(name), LIMITS, CLOCK);
    }

    private Backup.Taken backup(MailStore store) throws IOException {
        return store.upkeep().orElseThrow().backup(directory.resolve("backup"), QUIET);
    }

    private BackupSet set() throws IOException {
        return BackupSet.open(directory.resolve("backup"));
    }

    private static void fill(MailStore store, Account account, MailboxName name, int from, int to)
            throws IOException {
        try (var mailbox = store.open(account.id(), name).orElseThrow()) {
            for (int i = from; i < to; i++) {
                var content = Stores.text("m" + i, "x".repeat(30_000) + i + "\r\n");
                mailbox.append(List.of(Stores.message(content, Flags.of("\\Seen", "k" + i % 3))));
            }
        }
    }

    private static List<String> messages(MailStore store, Account account, MailboxName name)
            throws IOException {
        var all = new ArrayList<String>();
        try (var mailbox = store.open(account.id(), name).orElseThrow()) {
            for (long uid : mailbox.uids()) {
                var message = mailbox.message(new Uid(uid)).orElseThrow();
                all.add(
                        message.flags()
                                + " "
                                + message.internalDate()
                                + " "
                                + Stores.octets(mailbox.content(message.uid()).orElseThrow()));
            }
        }
        return all;
    }

    private StoreRestoration.Whole restore(String name, boolean keepUids) throws IOException {
        return StoreRestoration.run(
                set(),
                directory.resolve(name),
                new StoreRestoration.How(keepUids, LIMITS, CLOCK),
                QUIET);
    }

    @Test
    void aStoreInUseIsBackedUpAndComesBackWithAnotherUidValidity() throws Exception {
        List<String> before;
        UidValidity uidValidity;
        var stop = new AtomicBoolean();
        try (var store = open("store")) {
            var ann = Stores.account(store, "ann");
            var bob = Stores.account(store, "bob");
            store.create(ann.id(), WORK, Optional.empty());
            fill(store, ann, WORK, 0, 100);
            Stores.queue(store, "ann", "far");
            before = messages(store, ann, WORK);
            uidValidity = store.mailbox(ann.id(), WORK).orElseThrow().uidValidity();
            var writer =
                    Thread.ofVirtual()
                            .start(() ->
                                    Stores.unchecked(() -> {
                                        for (int i = 0; !stop.get(); i++) {
                                            fill(store, bob, MailboxName.INBOX, i, i + 1);
                                        }
                                    }));
            var taken = backup(store);
            stop.set(true);
            writer.join();
            assertThat(taken.messages()).isGreaterThanOrEqualTo(100);
            assertThat(taken.segments()).isGreaterThan(2);
        }
        var whole = restore("new", false);
        assertThat(whole.accounts()).isEqualTo(2);
        assertThat(whole.held()).isEqualTo(1);
        try (var store = open("new")) {
            var ann = store.directory().account("ann@a.test").orElseThrow();
            assertThat(messages(store, ann, WORK)).isEqualTo(before);
            assertThat(store.mailbox(ann.id(), WORK).orElseThrow().uidValidity().value())
                    .isGreaterThan(uidValidity.value());
            assertThat(store.queue().list()).singleElement().matches(MailQueue.Entry::held);
            fill(store, ann, WORK, 100, 110);
            assertThat(messages(store, ann, WORK)).hasSize(110);
        }
    }

    @Test
    void whatCompactionGivesBackMeanwhileIsInTheBackup() throws IOException {
        List<String> before;
        try (var store = open("store")) {
            var ann = Stores.account(store, "ann");
            churn(store, ann, 0);
            store.upkeep().orElseThrow().compact(_ -> {}); // a list of what was given back
            churn(store, ann, 200);
            before = messages(store, ann, MailboxName.INBOX);
            var upkeep = store.upkeep().orElseThrow();
            var gained = new AtomicLong(-1);
            Progress compacting =
                    (_, _, _) -> {
                        if (gained.get() < 0) {
                            gained.set(upkeep.compact(_ -> {}));
                        }
                    };
            var taken = upkeep.backup(directory.resolve("backup"), compacting);
            assertThat(gained.get()).isGreaterThan(4 << 20);
            assertThat(taken.messages()).isEqualTo(before.size());
            assertThat(messages(store, ann, MailboxName.INBOX)).isEqualTo(before);
        }
        assertThat(set().check(QUIET)).isEqualTo(before.size());
        restore("new", false);
        checkRestored(before);
        try (var store = open("store")) {
            assertThat(backup(store).messages()).isEqualTo(before.size());
        }
        restore("newer", false);
    }

    /// Two hundred messages, of which one in ten stays.
    private static void churn(MailStore store, Account account, int from) throws IOException {
        fill(store, account, MailboxName.INBOX, from, from + 200);
        try (var inbox = store.open(account.id(), MailboxName.INBOX).orElseThrow()) {
            inbox.remove(
                    UidSet.of(
                            LongStream.rangeClosed(from + 1, from + 200)
                                    .filter(uid -> uid % 10 != 0)
                                    .toArray()));
        }
    }

    private void checkRestored(List<String> expected) throws IOException {
        try (var store = open("new")) {
            var ann = store.directory().account("ann@a.test").orElseThrow();
            assertThat(messages(store, ann, MailboxName.INBOX)).isEqualTo(expected);
            var found = store.upkeep().orElseThrow().verify(_ -> {});
            assertThat(found.complaints()).isEmpty();
            assertThat(found.damaged()).isEmpty();
        }
    }

    @Test
    void uidsAreKeptWhenTheOperatorKnowsThatTheyAreRight() throws IOException {
        MailboxInfo before;
        try (var store = open("store")) {
            var ann = Stores.account(store, "ann");
            fill(store, ann, MailboxName.INBOX, 0, 3);
            before = store.mailbox(ann.id(), MailboxName.INBOX).orElseThrow();
            backup(store);
        }
        restore("new", true);
        try (var store = open("new")) {
            var ann = store.directory().account("ann@a.test").orElseThrow();
            assertThat(store.mailbox(ann.id(), MailboxName.INBOX)).contains(before);
        }
        assertThatThrownBy(() -> restore("new", true))
                .isInstanceOf(StoreRestoration.StoreExists.class);
    }

    @Test
    void theNextBackupCopiesOnlyWhatIsNew() throws IOException {
        try (var store = open("store")) {
            var ann = Stores.account(store, "ann");
            fill(store, ann, MailboxName.INBOX, 0, 200);
            var first = backup(store);
            fill(store, ann, MailboxName.INBOX, 200, 210);
            var second = backup(store);
            assertThat(second.messages()).isEqualTo(210);
            assertThat(second.fresh()).isLessThan(first.fresh() / 2);
        }
        assertThat(set().check(QUIET)).isEqualTo(210);
    }

    @Test
    void aBackupThatIsInterruptedLeavesTheEarlierOne() throws IOException {
        var random = new Random(7);
        try (var store = open("store")) {
            var ann = Stores.account(store, "ann");
            fill(store, ann, MailboxName.INBOX, 0, 50);
            backup(store);
            for (int round = 1; round <= 10; round++) {
                fill(store, ann, MailboxName.INBOX, 40 + 10 * round, 50 + 10 * round);
                var left = new int[] {random.nextInt(6)};
                Progress failing =
                        (_, _, _) -> {
                            if (left[0]-- == 0) {
                                throw new IOException("interrupted");
                            }
                        };
                try {
                    store.upkeep().orElseThrow().backup(directory.resolve("backup"), failing);
                } catch (IOException e) {
                    assertThat(e).hasMessage("interrupted");
                }
                assertThat(set().check(QUIET)).isGreaterThanOrEqualTo(50);
            }
            assertThat(backup(store).messages()).isEqualTo(150);
        }
        restore("new", false);
    }

    @Test
    void damageOfABackupIsFoundAndNothingIsRestoredFromIt() throws IOException {
        try (var store = open("store")) {
            fill(store, Stores.account(store, "ann"), MailboxName.INBOX, 0, 50);
            backup(store);
        }
        Path segment;
        try (var files = Files.list(directory.resolve("backup").resolve("log"))) {
            segment = files.sorted().findFirst().orElseThrow();
        }
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'!'}), 300_000);
        }
        assertThatThrownBy(() -> set().check(QUIET)).hasMessageContaining("is damaged");
        assertThatThrownBy(() -> restore("new", false)).hasMessageContaining("is damaged");
        assertThat(directory.resolve("new").resolve("store.properties")).doesNotExist();
    }

    @Test
    void anotherStoresDirectoryIsLeftAlone() throws IOException {
        try (var store = open("store")) {
            backup(store);
        }
        try (var other = open("other")) {
            assertThatThrownBy(() -> backup(other)).hasMessageContaining("another store");
        }
    }

    @Test
    void aBackupIntoTheStoresOwnDirectoryIsRefused() throws IOException {
        try (var store = open("store")) {
            fill(store, Stores.account(store, "ann"), MailboxName.INBOX, 0, 10);
            Files.createSymbolicLink(directory.resolve("link"), directory.resolve("store"));
            var upkeep = store.upkeep().orElseThrow();
            for (String name : List.of("store", "store/log", "store/new/backup", "link/../link")) {
                assertThatThrownBy(() -> upkeep.backup(directory.resolve(name), QUIET))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("in the data directory");
            }
            assertThat(directory.resolve("store/new")).doesNotExist();
        }
        try (var store = open("store")) {
            var ann = store.directory().account("ann@a.test").orElseThrow();
            assertThat(messages(store, ann, MailboxName.INBOX)).hasSize(10);
        }
    }

    @Test
    void aDirectoryOfOtherThingsIsLeftAsItIs() throws IOException {
        Path other = directory.resolve("backup/log/messages");
        Files.createDirectories(other.getParent());
        Files.writeString(other, "of the machine");
        try (var store = open("store")) {
            assertThatThrownBy(() -> backup(store)).hasMessageContaining("something else: log");
            assertThat(other).hasContent("of the machine");
            Files.delete(other);
            backup(store);
            assertThat(Files.getPosixFilePermissions(directory.resolve("backup/store.properties")))
                    .containsExactlyInAnyOrder(
                            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            Files.writeString(other, "later");
            backup(store);
            assertThat(other).hasContent("later");
            var file = directory.resolve("file");
            Files.writeString(file, "");
            assertThatThrownBy(() -> store.upkeep().orElseThrow().backup(file, QUIET))
                    .hasMessageContaining("is no directory");
        }
    }

    @Test
    void whatAnAccountHasLostComesBackOnce() throws IOException {
        try (var store = open("store")) {
            var ann = Stores.account(store, "ann");
            store.create(ann.id(), WORK, Optional.empty());
            fill(store, ann, WORK, 0, 30);
            fill(store, ann, MailboxName.INBOX, 30, 60);
            var before = messages(store, ann, WORK);
            backup(store);
            try (var inbox = store.open(ann.id(), MailboxName.INBOX).orElseThrow()) {
                inbox.remove(UidSet.ofRanges(List.of(new UidSet.Range(1, 10))));
            }
            store.delete(ann.id(), WORK);
            var first = AccountRestoration.run(store, ann, set(), Choice.ALL, QUIET);
            assertThat(first.ending()).isEqualTo(Ending.DONE);
            assertThat(first.restored()).isEqualTo(40);
            assertThat(first.there()).isEqualTo(20);
            assertThat(messages(store, ann, WORK)).isEqualTo(before);
            assertThat(AccountRestoration.run(store, ann, set(), Choice.ALL, QUIET).restored())
                    .isZero();
            var one =
                    new Choice(
                            Optional.of(WORK),
                            UidSet.of(3),
                            Optional.of(new MailboxName("Restored")));
            assertThat(AccountRestoration.run(store, ann, set(), one, QUIET).restored())
                    .isEqualTo(1);
            assertThat(messages(store, ann, new MailboxName("Restored/Work")))
                    .containsExactly(before.get(2));
        }
    }
}
