package dev.jebi.mailstore.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Which files the cache has, how large they are, and which was used longest ago. The files are the
/// truth: this is made from them when the cache is opened. Safe for use by several threads.
final class CachedFiles {
    private static final String UNFINISHED = ".part";

    /// Directories that the files are spread over.
    private static final int FOLDERS = 256;

    private final Path directory;
    private final long most;
    private final ReentrantLock lock = new ReentrantLock();

    /// The size of each by its name, the one that was used longest ago first.
    private final LinkedHashMap<String, Held> held = new LinkedHashMap<>(64, 0.75f, true);

    private long octets;
    private long unfinished;

    private record Held(long size, boolean verified) {}

    private record Found(Path file, long size, long since) {}

    private CachedFiles(Path directory, long most) {
        this.directory = directory;
        this.most = most;
    }

    static CachedFiles open(Path directory, long most) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            boolean posix =
                    Files.getFileStore(directory.toAbsolutePath().getParent())
                            .supportsFileAttributeView("posix");
            if (posix) {
                Files.createDirectory(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(directory);
            }
        }
        var files = new CachedFiles(directory, most);
        files.find();
        return files;
    }

    private void find() throws IOException {
        var found = new ArrayList<Found>();
        try (var all = Files.walk(directory, 2)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                if (file.getFileName().toString().endsWith(UNFINISHED)) {
                    Files.deleteIfExists(file);
                } else {
                    found.add(
                            new Found(
                                    file,
                                    Files.size(file),
                                    Files.getLastModifiedTime(file).toMillis()));
                }
            }
        }
        found.sort(Comparator.comparingLong(Found::since));
        for (Found one : found) {
            held.put(one.file().getFileName().toString(), new Held(one.size(), false));
            octets += one.size();
        }
        trim();
    }

    /// A name as that of a file.
    static String fileName(String name) {
        return name.replace('/', '_');
    }

    Path path(String fileName) {
        int folder = Math.floorMod(fileName.hashCode(), FOLDERS);
        return directory.resolve("%02x".formatted(folder)).resolve(fileName);
    }

    /// A file that nobody reads yet.
    Path unfinished(String fileName) throws IOException {
        long number;
        lock.lock();
        try {
            number = unfinished++;
        } finally {
            lock.unlock();
        }
        Path path = path(fileName);
        Files.createDirectories(path.getParent());
        return path.resolveSibling(fileName + "." + number + UNFINISHED);
    }

    /// Whether a file is there, and was found to be right since the cache was opened; counts as a
    /// use of it.
    Optional<Boolean> verified(String fileName) {
        lock.lock();
        try {
            return Optional.ofNullable(held.get(fileName)).map(Held::verified);
        } finally {
            lock.unlock();
        }
    }

    /// A file is there and right; others make room for it.
    void add(String fileName, long size) throws IOException {
        lock.lock();
        try {
            var before = held.put(fileName, new Held(size, true));
            octets += size - (before == null ? 0 : before.size());
        } finally {
            lock.unlock();
        }
        trim();
    }

    void remove(String fileName) throws IOException {
        lock.lock();
        try {
            var before = held.remove(fileName);
            octets -= before == null ? 0 : before.size();
        } finally {
            lock.unlock();
        }
        Files.deleteIfExists(path(fileName));
    }

    /// Gives back what is too much; the newest stays whatever its size.
    private void trim() throws IOException {
        List<String> gone = new ArrayList<>();
        lock.lock();
        try {
            while (octets > most && held.size() > 1) {
                var eldest = held.pollFirstEntry();
                octets -= eldest.getValue().size();
                gone.add(eldest.getKey());
            }
        } finally {
            lock.unlock();
        }
        for (String name : gone) {
            Files.deleteIfExists(path(name));
        }
    }

    long octets() {
        lock.lock();
        try {
            return octets;
        } finally {
            lock.unlock();
        }
    }
}
