package dev.jebi.mailstore.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The directory that a backup goes into. What does not belong to a backup there is somebody
/// else's: it is neither written over nor removed.
///
/// @param directory not the store's own
record BackupPlace(Path directory) {
    static final String LOG = "log";
    static final String SNAPSHOTS = "snap";
    static final String BESIDE = ".new";

    private static final Pattern OWN =
            Pattern.compile(
                    "(log/([0-9a-f]{16}\\.seg|freed)(@[0-9a-f]{16})?|snap/snapshot-[0-9a-f]{16}"
                            + "|store\\.properties|backup)(\\.new)?");

    /// Looks at it, before anything is written.
    ///
    /// @return what an earlier backup there has
    /// @throws IllegalArgumentException when it is not a place for a backup of this store
    Optional<BackupList> judge(UUID store, Path data) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException(directory + " is no directory");
        }
        if (there(directory).startsWith(there(data))) {
            throw new IllegalArgumentException(
                    directory + " is in the data directory: a backup belongs elsewhere");
        }
        var before = BackupList.read(directory);
        if (before.isPresent() && !before.get().store().equals(store)) {
            throw new IllegalArgumentException(
                    directory + " has the backup of another store; give another directory");
        }
        if (before.isEmpty()) { // a backup that was interrupted may have left something there
            refuseOthers();
        }
        return before;
    }

    /// A path without links, as far as it is there.
    private static Path there(Path path) throws IOException {
        Path whole = path.toAbsolutePath().normalize();
        Path parent = whole.getParent();
        if (Files.exists(whole) || parent == null) {
            return whole.toRealPath();
        }
        return there(parent).resolve(whole.getFileName());
    }

    private void refuseOthers() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                boolean ours =
                        switch (name) {
                            case LOG, SNAPSHOTS -> holdsOnly(file, own -> isOwn(name + "/" + own));
                            case SNAPSHOTS + BESIDE -> true;
                            case "lost+found" -> true; // a disk of its own
                            default -> isOwn(name);
                        };
                if (!ours) {
                    throw new IllegalArgumentException(
                            directory
                                    + " has no backup of Jebi, but something else: "
                                    + name
                                    + "; give an empty directory, or one that is not there yet");
                }
            }
        }
    }

    private static boolean holdsOnly(Path directory, Predicate<String> names) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!names.test(file.getFileName().toString())) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether a file is one that a backup makes.
    ///
    /// @param name from the directory on
    static boolean isOwn(String name) {
        return OWN.matcher(name).matches();
    }
}
