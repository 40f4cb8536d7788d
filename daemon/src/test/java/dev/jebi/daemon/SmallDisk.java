package dev.jebi.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real file system in memory, as small as is wanted: for whoever may mount one.
final class SmallDisk implements AutoCloseable {
    private static final long BLOCK = 4096;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /// Mounts one on a directory.
    ///
    /// @throws IOException where that is not allowed
    static SmallDisk on(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        run("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    /// Gives it that much room beyond what is used; less may be left when somebody writes
    /// meanwhile.
    void room(long octets) throws IOException, InterruptedException {
        long used = used();
        while (true) {
            long size = Math.max(BLOCK, (used + octets + BLOCK - 1) / BLOCK * BLOCK);
            try {
                run("mount", "-o", "remount,size=" + size, directory.toString());
                return;
            } catch (IOException e) { // a size below what is used by now is refused
                long before = used;
                used = used();
                if (used <= before) {
                    throw e;
                }
            }
        }
    }

    private long used() throws IOException {
        var store = Files.getFileStore(directory);
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
