package dev.jebi.useragent.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The turn of one writer in a directory: the others of this process and of all other processes
/// wait. Given back by [#close()].
final class FileTurn implements AutoCloseable {
    private static final ConcurrentHashMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final FileChannel file;
    private final FileLock lock;

    private FileTurn(ReentrantLock here, FileChannel file, FileLock lock) {
        this.here = here;
        this.file = file;
        this.lock = lock;
    }

    static FileTurn take(Path directory) throws IOException {
        Own.directory(directory);
        Path path = directory.resolve("lock").toAbsolutePath();
        ReentrantLock here = HERE.computeIfAbsent(path, _ -> new ReentrantLock());
        here.lock();
        boolean done = false;
        try {
            var file = Own.file(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                var turn = new FileTurn(here, file, file.lock());
                done = true;
                return turn;
            } finally {
                if (!done) {
                    file.close();
                }
            }
        } finally {
            if (!done) {
                here.unlock();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            file.close();
        } finally {
            here.unlock();
        }
    }
}
