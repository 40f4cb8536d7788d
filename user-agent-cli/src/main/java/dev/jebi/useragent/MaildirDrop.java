package dev.jebi.useragent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.UUID;

/// A Maildir: each message a file, written and synced in `tmp`, moved to `new`.
final class MaildirDrop implements Drop {
    private final Path directory;

    MaildirDrop(Path directory) throws IOException {
        this.directory = directory;
        for (String part : new String[] {"tmp", "new", "cur"}) {
            Files.createDirectories(directory.resolve(part));
        }
    }

    @Override
    public void put(byte[] message) throws IOException {
        String name =
                Clock.systemUTC().instant().getEpochSecond()
                        + "."
                        + UUID.randomUUID()
                        + "."
                        + "jebi";
        Path half = directory.resolve("tmp").resolve(name);
        try (var file =
                FileChannel.open(half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var octets = ByteBuffer.wrap(Drop.local(message));
            while (octets.hasRemaining()) {
                file.write(octets);
            }
            file.force(true);
        }
        Files.move(half, directory.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void sync() throws IOException {
        try (var parent = FileChannel.open(directory.resolve("new"), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
