package dev.jebi.mailstore;

import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;

/// A process that is going to be killed: it changes a store from many threads, and writes a line of
/// each thing to a file before it begins it (`!`) and when it is acknowledged.
final class CrashedStore {
    private static final int SESSIONS = 20;

    static final StoreLimits LIMITS =
            new StoreLimits(1 << 20, 20_000, 64L << 20, 1_000, 16 << 20, 63, 16);

    private CrashedStore() {}

    /// Arguments: the store's directory, the file of acknowledgements, the number of the round.
    public static void main(String[] arguments) throws Exception {
        var store = EmbeddedStore.open(Path.of(arguments[0]), LIMITS, InstantSource.system());
        var bob =
                store.directory().account("bob@a.test").isPresent()
                        ? store.directory().account("bob@a.test").orElseThrow()
                        : Stores.account(store, "bob");
        try (var file =
                        FileChannel.open(
                                Path.of(arguments[1]),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SESSIONS; i++) {
                String name = arguments[2] + "." + i;
                var _ = sessions.submit(() -> session(store, bob, name, file));
            }
        }
    }

    private static boolean session(MailStore store, Account bob, String name, FileChannel file)
            throws IOException {
        var random = new Randomly(name.hashCode());
        try (var inbox = Stores.inbox(store, bob)) {
            for (int i = 0; i >= 0; i++) {
                String subject = name + "." + i;
                if (random.oneIn(2)) {
                    Stores.deliver(store, subject, bob);
                    write(file, "delivered " + subject);
                    continue;
                }
                var appended =
                        (Appending.Appended)
                                inbox.append(java.util.List.of(Stores.message(subject)));
                var uid = appended.uids().getFirst();
                write(file, "appended " + subject + " " + uid.value());
                if (random.oneIn(2)) {
                    inbox.store(
                            UidSet.of(uid),
                            new FlagChange(FlagChange.Kind.ADD, Flags.of("\\Flagged", "$Seen")),
                            Optional.empty());
                    write(file, "flagged " + uid.value());
                } else if (random.oneIn(2)) {
                    write(file, "!expunged " + uid.value());
                    inbox.remove(UidSet.of(uid));
                    write(file, "expunged " + uid.value());
                }
            }
        }
        return true;
    }

    private static void write(FileChannel file, String line) throws IOException {
        file.write(StandardCharsets.US_ASCII.encode(line + "\n"));
    }
}
