package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many sessions on few mailboxes, and after it all counters, watchers and resynchronising clients
/// agree with what is there: at once, after reopening, and after the index was made again.
final class ConcurrencyTest {
    private static final int SESSIONS = 60;
    private static final int ACTS = 40;
    private static final MailboxName ARCHIVE = new MailboxName("Archive");

    private static final StoreLimits SMALL =
            new StoreLimits(256 << 10, 100, 1 << 20, 1_000, 16 << 20, 63, 0);

    @TempDir Path directory;

    private final ConcurrentSkipListSet<String> delivered = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<String> expunged = new ConcurrentSkipListSet<>();

    @Test
    void manySessionsLeaveExactCounters() throws Exception {
        try (var store = EmbeddedStore.open(directory, SMALL, InstantSource.system())) {
            var bob = Stores.account(store, "bob");
            var sessions = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < SESSIONS; i++) {
                int number = i;
                sessions.add(() -> session(store, bob, number));
            }
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> session : executor.invokeAll(sessions)) {
                    assertThat(session.get()).isTrue();
                }
            }
            check(store, bob);
        }
        reopenAndCheck();
        Files.delete(directory.resolve("meta/mail.mv.db"));
        reopenAndCheck();
    }

    private void reopenAndCheck() throws IOException {
        try (var store = EmbeddedStore.open(directory, SMALL, InstantSource.system())) {
            check(store, store.directory().account("bob@a.test").orElseThrow());
        }
    }

    private boolean session(MailStore store, Account bob, int number) throws IOException {
        var random = new Randomly(number);
        try (var inbox = Stores.inbox(store, bob)) {
            Map<Long, Flags> seen = new HashMap<>();
            var upTo = ModSeq.ZERO;
            for (int i = 0; i < ACTS; i++) {
                act(store, bob, inbox, number + "-" + i, random);
                var changes = inbox.changesSince(upTo);
                assertThat(changes.upTo()).isGreaterThanOrEqualTo(upTo);
                changes.changed().forEach(m -> seen.put(m.uid().value(), m.flags()));
                seen.keySet().removeIf(changes.vanished()::contains);
                upTo = changes.upTo();
            }
        }
        return true;
    }

    private void act(MailStore store, Account bob, Mailbox inbox, String name, Randomly random)
            throws IOException {
        var all = inbox.uids();
        var some =
                all.length == 0
                        ? UidSet.EMPTY
                        : UidSet.of(all[random.between(0, all.length - 1)], all[0]);
        switch (random.between(0, 5)) {
            case 0, 1 -> {
                Stores.deliver(store, name, bob);
                delivered.add(name);
            }
            case 2, 3 ->
                    inbox.store(
                            random.oneIn(3) ? UidSet.ALL : some,
                            new FlagChange(
                                    random.pick(FlagChange.Kind.values()),
                                    Flags.of(
                                            random.pick("\\Seen", "\\Deleted", "\\Flagged"),
                                            random.pick("$A", "$B", "$C"))),
                            Optional.empty());
            case 4 -> move(store, bob, inbox, some, random);
            case 5 -> expunge(inbox, some);
            default -> throw new AssertionError();
        }
    }

    private static void move(
            MailStore store, Account bob, Mailbox inbox, UidSet some, Randomly random)
            throws IOException {
        if (random.oneIn(2)) {
            assertThat(inbox.move(some, ARCHIVE)).isInstanceOf(Copying.Copied.class);
            return;
        }
        try (var archive = store.open(bob.id(), ARCHIVE).orElseThrow()) {
            archive.move(UidSet.ALL, MailboxName.INBOX);
        }
    }

    private void expunge(Mailbox inbox, UidSet some) throws IOException {
        Map<Long, String> names = new HashMap<>();
        for (long uid : some.stream().toArray()) {
            inbox.head(new Uid(uid))
                    .flatMap(head -> head.envelope().subject())
                    .ifPresent(subject -> names.put(uid, subject));
        }
        for (long uid : inbox.remove(some).stream().toArray()) {
            assertThat(expunged.add(names.get(uid))).as("expunged once").isTrue();
        }
    }

    private void check(MailStore store, Account bob) throws IOException {
        var there = new ArrayList<String>();
        long octets = 0;
        for (MailboxName name : List.of(MailboxName.INBOX, ARCHIVE)) {
            try (var mailbox = store.open(bob.id(), name).orElseThrow()) {
                Stores.checkCounters(mailbox);
                octets += mailbox.info().octets();
                for (long uid : mailbox.uids()) {
                    var head = mailbox.head(new Uid(uid)).orElseThrow();
                    there.add(head.envelope().subject().orElseThrow());
                }
            }
        }
        var expected = new ArrayList<>(delivered);
        expected.removeAll(expunged);
        assertThat(there).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(store.quota(bob.id())).isEqualTo(new Quota(0, 0, octets, there.size()));
    }
}
