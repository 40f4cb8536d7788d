package dev.jebi.useragent.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// That one process, and in it one thread, works on something. Ends with the process.
public final class Claim implements AutoCloseable {
    private final Path path;
    private final FileChannel file;
    private final FileLock lock;

    private Claim(Path path, FileChannel file, FileLock lock) {
        this.path = path;
        this.file = file;
        this.lock = lock;
    }

    /// Claims what a file stands for, or nothing when another has it.
    static Optional<Claim> of(Path path) throws IOException {
        if (!Files.isDirectory(path.resolveSibling(""))) {
            return Optional.empty();
        }
        var file = Own.file(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(new Claim(path, file, lock));
            }
        } catch (OverlappingFileLockException _) {
            // another thread of this process has it
        }
        file.close();
        return Optional.empty();
    }

    /// Whether what it is about is still there; else the claim is given back.
    boolean over(Path thing) {
        if (Files.exists(thing)) {
            return true;
        }
        try {
            Files.deleteIfExists(path); // nothing is ever called so again
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        file.close();
    }
}
