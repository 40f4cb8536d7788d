package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A directory of the file system.
public final class FileDisk implements Disk {
    private final Path directory;

    /// On a directory, which is made where it is missing.
    public FileDisk(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath();
        Directories.make(this.directory);
    }

    @Override
    public List<String> list() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public LogFile open(String name) throws IOException {
        return MappedFile.open(directory.resolve(name));
    }

    @Override
    public LogFile create(String name) throws IOException {
        return NewFile.create(directory.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        Directories.sync(directory);
    }

    @Override
    public void cold(String name) {
        PageCache.forget(directory.resolve(name));
    }

    @Override
    public long usable() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }
}
