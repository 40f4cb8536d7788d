package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A [PowerDisk] as one process sees it, until the process is killed: nothing that it still tries
/// reaches the disk then. The first name of its paths is its own.
final class Mount extends FileSystem {
    private static final Map<String, Mount> MOUNTS = new ConcurrentHashMap<>();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final PowerDisk disk;
    private final String name = "m" + COUNT.incrementAndGet();
    private volatile boolean open = true;
    private volatile int killedAt = Integer.MAX_VALUE;

    Mount(PowerDisk disk) {
        this.disk = disk;
        MOUNTS.put(name, this);
    }

    static Mount named(String name) {
        return Objects.requireNonNull(MOUNTS.get(name), name);
    }

    /// The disk, unless the process was killed.
    PowerDisk disk() throws IOException {
        if (!open || disk.now() >= killedAt) {
            throw new IOException("the power is off");
        }
        return disk;
    }

    String name() {
        return name;
    }

    /// Where the disk begins.
    Path root() {
        return getPath("/" + name);
    }

    /// The process is killed.
    void kill() {
        open = false;
    }

    /// The process is killed when the disk's trace has so many events.
    void killAt(int moment) {
        killedAt = moment;
    }

    /// Forgets it, when nobody uses it any more.
    @Override
    public void close() {
        kill();
        MOUNTS.remove(name);
    }

    @Override
    public FileSystemProvider provider() {
        return PowerFiles.PROVIDER;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(root());
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(new Room(this));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
        return PowerPath.of(this, more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
