package dev.jebi.useragent;

import dev.jebi.useragent.local.Own;

import jakarta.mail.MessagingException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.UUID;

/// A Maildir: each message a file, written and synced in `tmp`, moved to `new`.
final class MaildirDrop implements Drop {
    private static final int BUFFER = 1 << 16;

    private final Path directory;

    MaildirDrop(Path directory) throws IOException {
        this.directory = directory;
        for (String part : new String[] {"tmp", "new", "cur"}) {
            Own.directory(directory.resolve(part));
        }
        Drop.syncDirectory(directory);
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Drop.syncDirectory(parent);
        }
    }

    @Override
    public void put(Incoming message) throws IOException, MessagingException {
        String name =
                Clock.systemUTC().instant().getEpochSecond() + "." + UUID.randomUUID() + ".jebi";
        Path half = directory.resolve("tmp").resolve(name);
        boolean whole = false;
        try (var file = Own.file(half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // not closed: that would close the file
            var out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
            var lines = new LocalLines(out);
            message.writeTo(lines);
            lines.finish();
            out.flush();
            file.force(true);
            Files.move(
                    half, directory.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(half);
            }
        }
    }

    @Override
    public void sync() throws IOException {
        Drop.syncDirectory(directory.resolve("new"));
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
