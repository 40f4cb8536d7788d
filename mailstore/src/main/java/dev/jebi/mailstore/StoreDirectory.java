package dev.jebi.mailstore;

import dev.jebi.mailstore.journal.Directories;
import dev.jebi.mailstore.journal.NewerFormat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/// The data directory: locked for one process, with the store's id and the version of its format.
final class StoreDirectory implements AutoCloseable {
    /// What it is and where it comes from: where this file is, there is a store.
    static final String PROPERTIES = "store.properties";

    private static final int FORMAT = 1;
    private static final int KEY_OCTETS = 32;

    /// Where the store was moved to; then nobody may serve it from here.
    private static final String MOVED = "moved-to";

    private final Path path;
    private final FileChannel lockFile;
    private final Properties properties;

    private StoreDirectory(Path path, FileChannel lockFile, Properties properties) {
        this.path = path;
        this.lockFile = lockFile;
        this.properties = properties;
    }

    /// Keeps other processes out of a directory, whatever it is used for, until the file is closed.
    static FileChannel keep(Path path) throws IOException {
        Directories.make(path);
        var lockFile =
                FileChannel.open(
                        path.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            if (lock(lockFile) == null) {
                throw new StoreInUse(path);
            }
            locked = true;
            return lockFile;
        } finally {
            if (!locked) {
                lockFile.close();
            }
        }
    }

    /// Locks a store that may be served.
    ///
    /// @throws StoreMoved when it was moved elsewhere
    static StoreDirectory lock(Path path) throws IOException {
        var locked = lockAnyway(path);
        var moved = locked.moved();
        if (moved.isPresent()) {
            locked.close();
            throw new StoreMoved(path, moved.get());
        }
        return locked;
    }

    /// As the other one, wherever the store was moved to.
    static StoreDirectory lockAnyway(Path path) throws IOException {
        var lockFile = keep(path);
        try {
            ownersOnly(path, "log");
            ownersOnly(path, "meta");
            ownersOnly(path, "search");
            ownersOnly(path, "snap");
            ownersOnly(path, "trace");
            var properties = properties(path);
            // each time: whoever made any of it may have been killed before its sync
            Directories.sync(path);
            Directories.settle(path);
            return new StoreDirectory(path, lockFile, properties);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    /// Makes a directory that nobody else can look into: the data directory may have been made by
    /// somebody who let everybody in.
    private static void ownersOnly(Path parent, String name) throws IOException {
        Path path = parent.resolve(name);
        if (!Files.isDirectory(path)) {
            Files.createDirectory(path, ownerMay(parent, "rwx------"));
        }
    }

    private static FileAttribute<?>[] ownerMay(Path directory, String what) throws IOException {
        return Files.getFileStore(directory).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(what))
                }
                : new FileAttribute<?>[0];
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // this very process has it
        }
    }

    private static Properties properties(Path path) throws IOException {
        Path file = path.resolve(PROPERTIES);
        var properties = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newInputStream(file)) {
                properties.load(in);
            }
            int format = Integer.parseInt(properties.getProperty("format", "0").strip());
            if (format > FORMAT) {
                throw new NewerFormat("the data directory " + path, format, FORMAT);
            }
            return properties;
        }
        var key = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(key);
        properties.setProperty("format", Integer.toString(FORMAT));
        properties.setProperty("store", UUID.randomUUID().toString());
        properties.setProperty("key", HexFormat.of().formatHex(key));
        write(path, file, properties);
        return properties;
    }

    private static void write(Path path, Path file, Properties properties) throws IOException {
        Path fresh = path.resolve("store.properties.new");
        Files.deleteIfExists(fresh);
        try (var channel =
                        FileChannel.open(
                                fresh,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                ownerMay(path, "rw-------"));
                var out = java.nio.channels.Channels.newOutputStream(channel)) {
            properties.store(out, "Jebi store");
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Whether there is a store that was not moved elsewhere; nobody is kept out by asking.
    static boolean holdsStore(Path path) throws IOException {
        Path file = path.resolve(PROPERTIES);
        if (!Files.exists(file)) {
            return false;
        }
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return !properties.containsKey(MOVED);
    }

    /// Where the store was moved to.
    Optional<String> moved() {
        return Optional.ofNullable(properties.getProperty(MOVED));
    }

    /// Says, durably, that the store is served from elsewhere now.
    ///
    /// @param to for people
    void move(String to) throws IOException {
        properties.setProperty(MOVED, to);
        write(path, path.resolve(PROPERTIES), properties);
        Directories.sync(path);
    }

    /// Says, durably, that the store is served from here again.
    void comeBack() throws IOException {
        properties.remove(MOVED);
        write(path, path.resolve(PROPERTIES), properties);
        Directories.sync(path);
    }

    /// The id of the store.
    String store() {
        return properties.getProperty("store", "");
    }

    /// Random octets that only this store knows.
    byte[] key() {
        return HexFormat.of().parseHex(properties.getProperty("key", ""));
    }

    Path path() {
        return path;
    }

    /// Whether it is on a disk of the machine, and not in some other file system.
    boolean onDisk() {
        return path.getFileSystem().equals(FileSystems.getDefault());
    }

    Path log() {
        return path.resolve("log");
    }

    Path index() {
        return path.resolve("meta");
    }

    Path search() {
        return path.resolve("search");
    }

    Path trace() {
        return path.resolve("trace");
    }

    Path snapshots() {
        return path.resolve("snap");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
