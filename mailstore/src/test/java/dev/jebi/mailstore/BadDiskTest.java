package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.journal.MemoryDisk;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// The store on a disk that is full, that fails, and that loses its power.
final class BadDiskTest {
    private static final StoreLimits SMALL =
            new StoreLimits(256 << 10, 200_000, 256L << 20, 1_000, 16 << 20, 63, 2);
    private static final int SESSIONS = 8;
    private static final MailboxName TRASH = new MailboxName("Trash");

    @TempDir Path directory;

    private final AtomicReference<IOException> failure = new AtomicReference<>();

    private MailStore open(String name, MemoryDisk disk) throws IOException {
        return EmbeddedStore.open(
                directory.resolve(name),
                SMALL,
                InstantSource.system(),
                failure::set,
                Optional.of(disk));
    }

    @Test
    void aFullDiskIsNoRoomUntilThereIsSome() throws Exception {
        var disk = new MemoryDisk();
        disk.capacity(10 << 20); // of which the journal leaves some to others
        try (var store = open("full", disk)) {
            var bob = Stores.account(store, "bob");
            var content = Content.concat(Stores.text("x", ""), Content.of(new byte[20_000]));
            var message = Stores.incoming(content, List.of(Stores.inbox(bob)), List.of());
            int accepted = fill(store, message);
            assertThat(accepted).isPositive();
            assertThat(store.accept(message)).isInstanceOf(Acceptance.NoRoom.class);
            try (var inbox = Stores.inbox(store, bob)) {
                assertThat(inbox.uids()).hasSize(accepted);
                disk.capacity(20 << 20);
                assertThat(store.accept(message)).isInstanceOf(Acceptance.Accepted.class);
                assertThat(inbox.info().uidNext()).isEqualTo(new Uid(accepted + 2L));
                Stores.checkCounters(inbox);
            }
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void onAFullDiskMessagesCanBeMovedToTrash() throws Exception {
        var disk = new MemoryDisk();
        disk.capacity(10 << 20);
        try (var store = open("trash", disk)) {
            var bob = Stores.account(store, "bob");
            var content = Content.concat(Stores.text("x", ""), Content.of(new byte[20_000]));
            var message = Stores.incoming(content, List.of(Stores.inbox(bob)), List.of());
            try (var inbox = Stores.inbox(store, bob)) {
                inbox.append(List.of(Stores.message("kept", "$Label", "k".repeat(900))));
                fill(store, message);
                var some = UidSet.of(1, 2, 3, 4, 5);
                assertThat(inbox.move(some, TRASH)).isInstanceOf(Copying.Copied.class);
                assertThat(store.accept(message)).isInstanceOf(Acceptance.NoRoom.class);
                Stores.checkCounters(inbox);
            }
            try (var trash = store.open(bob.id(), TRASH).orElseThrow()) {
                assertThat(trash.uids()).hasSize(5);
                assertThat(trash.message(new Uid(1)).orElseThrow().flags())
                        .isEqualTo(Flags.of("$Label", "k".repeat(900)));
                trash.remove(UidSet.ALL);
            }
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void aCopyHasTheKeywordsThatAreSetWhileItWaits() throws Exception {
        var disk = new MemoryDisk();
        try (var store = open("waiting", disk);
                var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var bob = Stores.account(store, "bob");
            Stores.deliver(store, "x", bob);
            try (var inbox = Stores.inbox(store, bob)) {
                var words = Flags.of("$Late", "k".repeat(990));
                var gate = disk.gate();
                var first = threads.submit(() -> inbox.append(List.of(Stores.message("y"))));
                gate.await();
                var change = new FlagChange(FlagChange.Kind.ADD, words);
                var second = waiting(() -> inbox.store(UidSet.of(1), change, Optional.empty()));
                var third = waiting(() -> inbox.copy(UidSet.of(1), TRASH));
                gate.open();
                first.get();
                second.get();
                assertThat(third.get()).isInstanceOf(Copying.Copied.class);
                try (var trash = store.open(bob.id(), TRASH).orElseThrow()) {
                    assertThat(trash.message(new Uid(1)).orElseThrow().flags()).isEqualTo(words);
                }
            }
        }
    }

    @Test
    void aModSeqIsNotShownBeforeItIsDurable() throws Exception {
        var disk = new MemoryDisk();
        var seen = new FlagChange(FlagChange.Kind.ADD, Flags.of("\\Seen"));
        var flagged = new FlagChange(FlagChange.Kind.ADD, Flags.of("\\Flagged"));
        MemoryDisk after;
        ModSeq shown;
        try (var store = open("shown", disk)) {
            var bob = Stores.account(store, "bob");
            Stores.deliver(store, "x", bob);
            try (var inbox = Stores.inbox(store, bob)) {
                var gate = disk.gate();
                var change = waiting(() -> inbox.store(UidSet.of(1), seen, Optional.empty()));
                gate.await();
                shown = inbox.info().highestModSeq();
                assertThat(change.isDone()).isFalse();
                assertThat(inbox.message(new Uid(1)).orElseThrow().flags()).isEqualTo(Flags.NONE);
                after = disk.afterPowerCut(new java.util.Random(1));
                gate.open();
                change.get();
                assertThat(inbox.info().highestModSeq()).isGreaterThan(shown);
            }
        }
        try (var store = open("shown-after", after)) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            try (var inbox = Stores.inbox(store, bob)) {
                inbox.store(UidSet.of(1), flagged, Optional.empty());
                assertThat(inbox.message(new Uid(1)).orElseThrow().modSeq()).isGreaterThan(shown);
                assertThat(inbox.changesSince(shown).changed()).hasSize(1);
            }
        }
    }

    /// Accepts until the disk is full.
    private static int fill(MailStore store, Incoming message) throws IOException {
        int accepted = 0;
        while (store.accept(message) instanceof Acceptance.Accepted) {
            accepted++;
        }
        return accepted;
    }

    /// Starts it and returns when it waits for the disk.
    private static <T> FutureTask<T> waiting(Callable<T> call) {
        var task = new FutureTask<>(call);
        var thread = Thread.ofPlatform().start(task);
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
        return task;
    }

    @Test
    void afterASyncThatFailedNothingIsAcknowledged() throws Exception {
        var disk = new MemoryDisk();
        try (var store = open("failing", disk)) {
            var bob = Stores.account(store, "bob");
            disk.failSyncs();
            assertThatThrownBy(() -> store.accept(Stores.incoming("x", bob)))
                    .isInstanceOf(IOException.class);
            Awaitility.await().until(() -> failure.get() != null);
            try (var inbox = Stores.inbox(store, bob)) {
                assertThat(inbox.uids()).isEmpty();
                assertThatThrownBy(() -> inbox.append(List.of(Stores.message("y"))))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whatWasAcknowledgedOutlastsThePower() {
        Randomly.runs(
                3,
                "power.seed",
                random -> {
                    var disk = new MemoryDisk();
                    var acknowledged = new ConcurrentSkipListSet<String>();
                    var before = new ConcurrentSkipListSet<String>();
                    MemoryDisk after;
                    try (var store = open("before" + random.generator().nextLong(), disk)) {
                        after = load(store, disk, acknowledged, before, random);
                    }
                    try (var store = open("after" + random.generator().nextLong(), after)) {
                        var bob = store.directory().account("bob@a.test").orElseThrow();
                        try (var inbox = Stores.inbox(store, bob)) {
                            Stores.checkCounters(inbox);
                            assertThat(subjects(inbox)).containsAll(before);
                        }
                    }
                });
    }

    /// Cuts the power in the middle of a load.
    private static MemoryDisk load(
            MailStore store,
            MemoryDisk disk,
            ConcurrentSkipListSet<String> acknowledged,
            ConcurrentSkipListSet<String> before,
            Randomly random)
            throws Exception {
        var bob =
                store.directory().account("bob@a.test").isPresent()
                        ? store.directory().account("bob@a.test").orElseThrow()
                        : Stores.account(store, "bob");
        var over = new AtomicBoolean();
        var enough = new CountDownLatch(random.between(10, 500));
        try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SESSIONS; i++) {
                String name = "s" + i;
                var _ =
                        sessions.submit(() -> {
                            for (int n = 0; !over.get(); n++) {
                                Stores.deliver(store, name + "." + n, bob);
                                acknowledged.add(name + "." + n);
                                enough.countDown();
                            }
                            return true;
                        });
            }
            assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
            before.addAll(acknowledged);
            var after = disk.afterPowerCut(random.generator());
            over.set(true);
            return after;
        }
    }

    private static List<String> subjects(Mailbox inbox) throws IOException {
        var subjects = new java.util.ArrayList<String>();
        for (long uid : inbox.uids()) {
            var head = inbox.head(new Uid(uid)).orElseThrow();
            subjects.add(head.envelope().subject().orElseThrow());
        }
        return subjects;
    }
}
