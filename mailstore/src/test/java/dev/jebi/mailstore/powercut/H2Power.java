package dev.jebi.mailstore.powercut;

import org.h2.store.fs.FilePath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/// H2's view of a [Mount]: its file system `power:`. Public because H2 makes it by reflection.
public final class H2Power extends FilePath {
    /// For H2.
    public H2Power() {}

    static void register() {
        FilePath.register(new H2Power());
    }

    private static FilePath of(Path path) {
        return at(PowerFiles.SCHEME + ":" + path.toAbsolutePath());
    }

    private static FilePath at(String name) {
        var path = new H2Power();
        path.name = name;
        return path;
    }

    private Path path() {
        return PowerFiles.path(name.substring(PowerFiles.SCHEME.length() + 1));
    }

    private interface Act<T> {
        T run() throws IOException;
    }

    private static <T> T run(Act<T> act) {
        try {
            return act.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long size() {
        return run(() -> Files.size(path()));
    }

    @Override
    public void moveTo(FilePath to, boolean atomicReplace) {
        var target = ((H2Power) to).path();
        run(() -> Files.move(path(), target, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public boolean createFile() {
        return !exists() && run(() -> Files.createFile(path())) != null;
    }

    @Override
    public boolean exists() {
        return Files.exists(path());
    }

    @Override
    public void delete() {
        run(() -> Files.deleteIfExists(path()));
    }

    @Override
    public List<FilePath> newDirectoryStream() {
        return run(() -> {
            try (var files = Files.list(path())) {
                return new java.util.ArrayList<>(files.map(H2Power::of).toList());
            }
        });
    }

    @Override
    public FilePath toRealPath() {
        return this;
    }

    @Override
    @SuppressWarnings("NullAway") // as the class has it
    public FilePath getParent() {
        var parent = path().getParent();
        return parent == null || parent.getNameCount() == 0 ? null : of(parent);
    }

    @Override
    public boolean isDirectory() {
        return Files.isDirectory(path());
    }

    @Override
    public boolean isRegularFile() {
        return Files.isRegularFile(path());
    }

    @Override
    public boolean isAbsolute() {
        return true;
    }

    @Override
    public long lastModified() {
        return 0;
    }

    @Override
    public boolean canWrite() {
        return true;
    }

    @Override
    public void createDirectory() {
        run(() -> Files.createDirectories(path()));
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        var path = path();
        return path.getFileSystem()
                .provider()
                .newFileChannel(
                        path,
                        mode.equals("r")
                                ? Set.of(StandardOpenOption.READ)
                                : Set.of(
                                        StandardOpenOption.READ,
                                        StandardOpenOption.WRITE,
                                        StandardOpenOption.CREATE));
    }

    @Override
    public boolean setReadOnly() {
        return false;
    }

    @Override
    public String getScheme() {
        return PowerFiles.SCHEME;
    }

    @Override
    public FilePath getPath(String path) {
        return at(path);
    }
}
