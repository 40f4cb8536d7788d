package dev.jebi.mailstore;

import dev.jebi.mailstore.backup.BackupSet;
import dev.jebi.mailstore.backup.Progress;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Makes a whole store from a backup, in a data directory that has none. What the queue had then is
/// held: it may have been delivered since. Interrupted, it begins anew when it is run again.
public final class StoreRestoration {
    /// The store's parts, the one last without which there is no store.
    private static final List<String> PARTS = List.of("log", "snap", "meta", "store.properties");

    private static final String WORK = "restoring";

    private StoreRestoration() {}

    /// What it came to.
    ///
    /// @param accounts how many there are
    /// @param held recipients of the queue that are held
    public record Whole(int accounts, long messages, int held) {}

    /// There is a store already.
    public static final class StoreExists extends IOException {
        private static final long serialVersionUID = 1;

        StoreExists(Path data) {
            super("there is a store in " + data + "; move it away first");
        }
    }

    /// How.
    ///
    /// @param keepUids whether UIDVALIDITY stays as it was: only right when no message was
    ///   delivered and nothing changed after the backup (RFC 9051 §2.3.1.1)
    public record How(boolean keepUids, StoreLimits limits, InstantSource clock) {}

    /// Restores.
    public static Whole run(BackupSet backup, Path data, How how, Progress progress)
            throws IOException {
        if (Files.exists(data.resolve("store.properties"))) {
            throw new StoreExists(data);
        }
        Path work = data.resolve(WORK);
        if (Files.exists(work)) {
            for (String part : PARTS) {
                remove(data.resolve(part)); // an earlier run was interrupted while it moved them
            }
            remove(work);
        }
        for (String part : PARTS) {
            if (Files.exists(data.resolve(part))) {
                throw new StoreExists(data);
            }
        }
        Files.createDirectories(work);
        backup.copyTo(work, progress);
        var whole = prepare(work, how);
        for (String part : PARTS) {
            Files.move(work.resolve(part), data.resolve(part), StandardCopyOption.ATOMIC_MOVE);
            sync(data);
        }
        remove(work);
        return whole;
    }

    private static Whole prepare(Path work, How how) throws IOException {
        try (var store = EmbeddedStore.open(work, how.limits, how.clock)) {
            if (!how.keepUids && store instanceof JournaledStore journaled) {
                journaled.raiseUidValidity();
            }
            var waiting = new TreeSet<>(Comparator.comparing(QueueId::value));
            store.queue().list().forEach(entry -> waiting.add(entry.id()));
            int held = 0;
            for (QueueId id : waiting) {
                held += store.queue().hold(id);
            }
            long messages = 0;
            var accounts = store.directory().accounts();
            for (Account account : accounts) {
                messages += store.quota(account.id()).messagesUsed();
            }
            return new Whole(accounts.size(), messages, held);
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
