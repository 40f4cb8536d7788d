package dev.jebi.mailstore;

import dev.jebi.mailstore.journal.Disk;
import dev.jebi.mailstore.journal.MissingSegments;
import dev.jebi.mailstore.journal.NewerFormat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// The store of one process on one machine: a journal that is synced before anything is
/// acknowledged, and an H2 index that follows it.
public final class EmbeddedStore {
    private EmbeddedStore() {}

    /// Opens the store in a directory, which is made where it is missing; after a crash it recovers
    /// by itself.
    ///
    /// @throws StoreInUse when another process has it open
    public static MailStore open(Path directory, StoreLimits limits, InstantSource clock)
            throws IOException {
        return open(
                directory,
                limits,
                clock,
                _ -> {
                    // the log tells of it, and the store takes nothing any more
                });
    }

    /// As the other one.
    ///
    /// @param onFailure called once, when the journal could not be written or synced: nothing is
    ///   acknowledged any more, and the process must end and start again
    public static MailStore open(
            Path directory,
            StoreLimits limits,
            InstantSource clock,
            Consumer<IOException> onFailure)
            throws IOException {
        return open(directory, limits, clock, onFailure, Optional.empty());
    }

    /// As the other ones, with the journal on any disk.
    static MailStore open(
            Path directory,
            StoreLimits limits,
            InstantSource clock,
            Consumer<IOException> onFailure,
            Optional<Disk> disk)
            throws IOException {
        return locked(
                directory,
                locked -> new StoreOpening(locked, limits, clock, onFailure, disk, false).open());
    }

    /// Whether there is one in a directory.
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(StoreDirectory.PROPERTIES));
    }

    /// Opens the store with its index made again: from the newest snapshot and the journal behind
    /// it, or from the journal alone.
    ///
    /// @param withoutMissing whether to go on without segments of the journal that are missing;
    ///   then an index that is good is kept, since it may know more than what is left
    public static MailStore rebuild(
            Path directory, StoreLimits limits, InstantSource clock, boolean withoutMissing)
            throws IOException {
        return locked(
                directory,
                locked -> {
                    var opening =
                            new StoreOpening(
                                    locked,
                                    limits,
                                    clock,
                                    _ -> {
                                        // whoever writes next is told
                                    },
                                    Optional.empty(),
                                    withoutMissing);
                    return withoutMissing ? opening.open() : opening.rebuild("asked for");
                });
    }

    private interface Opening {
        MailStore in(StoreDirectory locked) throws IOException;
    }

    private static MailStore locked(Path directory, Opening opening) throws IOException {
        var locked = lock(directory);
        boolean opened = false;
        try {
            var store = opening.in(locked);
            opened = true;
            return store;
        } catch (MissingSegments | NewerFormat | GapRules.TooOld e) {
            throw new StoreRefused(e);
        } finally {
            if (!opened) {
                locked.close();
            }
        }
    }

    private static StoreDirectory lock(Path directory) throws IOException {
        try {
            return StoreDirectory.lock(directory);
        } catch (NewerFormat e) {
            throw new StoreRefused(e);
        }
    }
}
