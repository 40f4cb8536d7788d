package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/// The file operations of a [Mount], for `java.nio.file`: what runs on real files runs here
/// unchanged.
final class PowerFiles extends FileSystemProvider {
    static final String SCHEME = "power";
    static final PowerFiles PROVIDER = new PowerFiles();

    private PowerFiles() {}

    private static PowerDisk disk(Path path) throws IOException {
        return PowerPath.of(path).mount().disk();
    }

    private static int number(Path path) throws IOException {
        return disk(path)
                .find(PowerPath.of(path).inside())
                .orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return getPath(uri).getFileSystem();
    }

    @Override
    public Path getPath(URI uri) {
        return path(uri.getPath());
    }

    /// The path of a text that begins with the mount's name.
    static Path path(String text) {
        return PowerPath.of(Mount.named(text.split("/", -1)[1]), text);
    }

    @Override
    public AsynchronousFileChannel newAsynchronousFileChannel(
            Path path,
            Set<? extends OpenOption> options,
            ExecutorService executor,
            FileAttribute<?>... attributes)
            throws IOException {
        return new PowerSteadyChannel(open(path, options));
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return open(path, options);
    }

    private static PowerChannel open(Path path, Set<? extends OpenOption> options)
            throws IOException {
        var disk = disk(path);
        var names = PowerPath.of(path).inside();
        var found = disk.find(names);
        boolean writes =
                options.contains(StandardOpenOption.WRITE)
                        || options.contains(StandardOpenOption.APPEND);
        boolean fresh = options.contains(StandardOpenOption.CREATE_NEW);
        if (found.isPresent() && fresh) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (found.isEmpty()
                && !(writes && (fresh || options.contains(StandardOpenOption.CREATE)))) {
            throw new NoSuchFileException(path.toString());
        }
        int number = found.isPresent() ? found.get() : disk.make(names, false);
        if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            disk.truncate(number, 0);
        }
        boolean appends = options.contains(StandardOpenOption.APPEND);
        return new PowerChannel(PowerPath.of(path).mount(), number, appends);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
        var paths = new java.util.ArrayList<Path>();
        for (String name : disk(directory).list(PowerPath.of(directory).inside())) {
            var path = directory.resolve(name);
            if (filter.accept(path)) {
                paths.add(path);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return paths.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        disk(path).make(PowerPath.of(path).inside(), true);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk(path).remove(PowerPath.of(path).inside());
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        boolean replaces =
                Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE)
                        || Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING);
        if (!replaces && disk(to).find(PowerPath.of(to).inside()).isPresent()) {
            throw new FileAlreadyExistsException(to.toString());
        }
        disk(from).rename(PowerPath.of(from).inside(), PowerPath.of(to).inside());
    }

    @Override
    public boolean isSameFile(Path one, Path other) {
        return one.toAbsolutePath().equals(other.toAbsolutePath());
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        number(path);
        return new Room(PowerPath.of(path).mount());
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        number(path);
    }

    @Override
    @SuppressWarnings("NullAway") // as the class has it
    public <V extends FileAttributeView> V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        int number = number(path);
        return type.cast(new Attributes(disk(path).isDirectory(number), disk(path).size(number)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String which, LinkOption... options) {
        throw new UnsupportedOperationException(which);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException(attribute);
    }
}
