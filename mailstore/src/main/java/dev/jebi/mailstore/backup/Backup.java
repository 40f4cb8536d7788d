package dev.jebi.mailstore.backup;

import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.FileDisk;
import dev.jebi.mailstore.snapshot.Pace;
import dev.jebi.mailstore.snapshot.Snapshot;
import dev.jebi.mailstore.snapshot.Snapshots;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Takes a backup of a store that is in use. Mail goes on meanwhile; compaction may delete segments
/// meanwhile, which stay readable because they are open. For one thread, and one backup of a
/// directory at a time.
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);
    private static final String LOG_DIRECTORY = BackupPlace.LOG;
    private static final String SNAPSHOTS = BackupPlace.SNAPSHOTS;
    private static final String FREED = "freed";
    private static final String PROPERTIES = "store.properties";

    private final Backed store;
    private final Path target;
    private final InstantSource clock;
    private final Progress progress;
    private final Map<Long, FileChannel> segments = new TreeMap<>();
    private final List<BackupFile> files = new ArrayList<>();
    private long copied;
    private long fresh;
    private long all;

    private Backup(Backed store, Path target, InstantSource clock, Progress progress) {
        this.store = store;
        this.target = target;
        this.clock = clock;
        this.progress = progress;
    }

    /// What a backup came to.
    ///
    /// @param lsn the position of the state
    /// @param octets of the whole backup
    /// @param fresh octets that were copied for it; the rest an earlier one had brought
    public record Taken(long lsn, int segments, long octets, long fresh, long messages) {}

    /// Takes a backup into a directory, or brings the one that is there up to date; then reads it
    /// back and checks it. Interrupted, it leaves the earlier backup as it was.
    ///
    /// @throws IllegalArgumentException when the directory holds the backup of another store, or
    ///   something else, or is the store's own
    /// @throws IOException when the copy is not what was written
    public static Taken take(Backed store, Path target, InstantSource clock, Progress progress)
            throws IOException {
        var backup = new Backup(store, target, clock, progress);
        try {
            return backup.run();
        } finally {
            backup.close();
        }
    }

    private Taken run() throws IOException {
        var before = new BackupPlace(target).judge(store.store(), store.directory());
        ownersOnly(target);
        ownersOnly(target.resolve(LOG_DIRECTORY));
        ownersOnly(target.resolve(SNAPSHOTS));
        // the list of what was given back first: what is given back later is still copied
        var freed = openFreed();
        openSegments();
        store.settled();
        var snapshot = snapshot();
        long end = store.durableLsn();
        openSegments(); // later than the end, or the segment of the end may not be among them
        segments.keySet().removeIf(base -> base > end && !ContentLocation.isMoved(base));
        copySegments(before, end);
        if (freed.isPresent()) {
            try (var file = freed.get()) {
                files.add(copy(file, file.size(), part(LOG_DIRECTORY + "/" + FREED, end)));
            }
        }
        Path properties = store.directory().resolve(PROPERTIES);
        try (var file = FileChannel.open(properties, StandardOpenOption.READ)) {
            files.add(copy(file, file.size(), PROPERTIES));
        }
        var list = new BackupList(store.store(), snapshot.lsn(), end, clock.instant(), files);
        write(list);
        prune(list);
        var set = BackupSet.open(target);
        long messages = set.check(known(before), progress);
        LOG.info(
                "event=backup directory={} lsn={} octets={} fresh={} messages={}",
                target,
                snapshot.lsn(),
                list.octets(),
                fresh,
                messages);
        return new Taken(snapshot.lsn(), segments.size(), list.octets(), fresh, messages);
    }

    private static void ownersOnly(Path directory) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Path log() {
        return store.directory().resolve(LOG_DIRECTORY);
    }

    private Optional<FileChannel> openFreed() throws IOException {
        try {
            return Optional.of(FileChannel.open(log().resolve(FREED), StandardOpenOption.READ));
        } catch (NoSuchFileException _) {
            return Optional.empty(); // nothing was given back yet
        }
    }

    /// Opens the segments that are there and not open yet.
    private void openSegments() throws IOException {
        try (var names = Files.newDirectoryStream(log(), "*.seg")) {
            for (Path file : names) {
                String name = file.getFileName().toString();
                if (!name.matches("[0-9a-f]{16}\\.seg")) {
                    continue; // a spare
                }
                long base = HexFormat.fromHexDigitsToLong(name, 0, 16);
                if (!segments.containsKey(base)) {
                    open(base, file);
                }
            }
        }
    }

    private void open(long base, Path file) throws IOException {
        try {
            segments.put(base, FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException _) {
            // given back since the names were read: the snapshot is younger and needs it no more
            LOG.debug("event=backup-segment name={} outcome=gone", file.getFileName());
        }
    }

    private Snapshot snapshot() throws IOException {
        // beside the others, which are the earlier backup's
        Path beside = target.resolve(SNAPSHOTS + BackupPlace.BESIDE);
        ownersOnly(beside);
        empty(beside);
        var snapshots = new Snapshots(new FileDisk(beside), store.store(), clock);
        var snapshot = snapshots.write(store::export, Pace.FULL);
        String name = SNAPSHOTS + "/" + snapshot.name();
        if (!Files.exists(
                target.resolve(name))) { // else nothing has happened since the earlier one
            Files.move(
                    beside.resolve(snapshot.name()),
                    target.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE);
        }
        empty(beside);
        Files.delete(beside);
        var file = BackupFile.of(target.resolve(name), name);
        fresh += file.size();
        files.add(file);
        return snapshot;
    }

    private static void empty(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private void copySegments(Optional<BackupList> before, long end) throws IOException {
        for (FileChannel segment : segments.values()) {
            all += segment.size();
        }
        for (var segment : segments.entrySet()) {
            String name =
                    LOG_DIRECTORY + "/" + HexFormat.of().toHexDigits(segment.getKey()) + ".seg";
            long size = segment.getValue().size();
            var known =
                    before.flatMap(list -> list.file(name))
                            .filter(file -> file.whole() && file.size() == size)
                            .filter(file -> there(file));
            if (known.isPresent()) {
                files.add(known.get());
                step(size);
                continue;
            }
            // what was moved is whole when it has a name
            boolean whole = ContentLocation.isMoved(segment.getKey());
            long length = whole ? size : Math.max(0, end - segment.getKey());
            files.add(copy(segment.getValue(), length, length < size ? part(name, end) : name));
        }
    }

    /// What still grows is a file of its own in each backup: the earlier backup stays whole.
    private static String part(String name, long end) {
        return name + BackupFile.PART + HexFormat.of().toHexDigits(end);
    }

    private boolean there(BackupFile file) {
        try {
            return Files.size(target.resolve(file.name())) == file.size();
        } catch (IOException _) {
            return false; // then it is copied again
        }
    }

    /// Copies beside, then gives it its name: the earlier backup stays good until then.
    private BackupFile copy(FileChannel from, long length, String name) throws IOException {
        Path to = target.resolve(name);
        Path beside = to.resolveSibling(to.getFileName() + BackupPlace.BESIDE);
        var file = BackupFile.copy(from, length, beside, name, this::step);
        fresh += file.size();
        Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    private void step(long octets) throws IOException {
        copied += octets;
        progress.reached("octets", copied, Math.max(all, copied));
    }

    private static Set<String> known(Optional<BackupList> before) {
        var known = new HashSet<String>();
        before.ifPresent(list ->
                list.files().stream()
                        .filter(BackupFile::whole)
                        .forEach(file -> known.add(file.name())));
        return known;
    }

    private void write(BackupList list) throws IOException {
        for (String directory : List.of(LOG_DIRECTORY, SNAPSHOTS)) {
            sync(target.resolve(directory));
        }
        Path beside = target.resolve(BackupList.NAME + BackupPlace.BESIDE);
        try (var file =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var octets = ByteBuffer.wrap(list.text().getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                file.write(octets);
            }
            file.force(true);
        }
        Files.move(beside, target.resolve(BackupList.NAME), StandardCopyOption.ATOMIC_MOVE);
        sync(target);
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Removes what this backup does not need any more.
    private void prune(BackupList list) throws IOException {
        for (String directory : List.of(LOG_DIRECTORY, SNAPSHOTS)) {
            try (var names = Files.newDirectoryStream(target.resolve(directory))) {
                for (Path file : names) {
                    String name = directory + "/" + file.getFileName();
                    if (BackupPlace.isOwn(name) && list.file(name).isEmpty()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private void close() throws IOException {
        for (FileChannel segment : segments.values()) {
            segment.close();
        }
    }
}
