package dev.jebi.useragent;

import dev.jebi.useragent.local.Own;

import jakarta.mail.MessagingException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// An mbox file in the form mboxrd (RFC 4155 and its quoting), locked while it is written.
final class MboxDrop implements Drop {
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final FileLock lock;

    MboxDrop(Path path) throws IOException {
        boolean there = Files.exists(path);
        file =
                Own.file(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.READ);
        lock = file.lock();
        if (!there) {
            Path parent = path.toAbsolutePath().getParent();
            Drop.syncDirectory(parent == null ? path : parent);
        }
        file.position(file.size());
        mend();
    }

    /// A file that ends within a message, because a machine stopped there, gets its line ends.
    private void mend() throws IOException {
        long size = file.size();
        int tail = (int) Math.min(2, size);
        var last = ByteBuffer.allocate(tail);
        while (last.hasRemaining() && file.read(last, size - tail + last.position()) >= 0) {
            // until the last octets are here
        }
        String end = new String(last.array(), StandardCharsets.ISO_8859_1);
        String missing = size == 0 || end.equals("\n\n") ? "" : end.endsWith("\n") ? "\n" : "\n\n";
        var octets = ByteBuffer.wrap(missing.getBytes(StandardCharsets.US_ASCII));
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    @Override
    public void put(Incoming message) throws IOException, MessagingException {
        long start = file.position();
        boolean whole = false;
        try {
            // not closed: that would close the file
            var out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
            String now = ASCTIME.format(ZonedDateTime.now(Clock.systemUTC()));
            out.write(("From MAILER-DAEMON " + now + "\n").getBytes(StandardCharsets.US_ASCII));
            var quoted = new MboxLines(out);
            var lines = new LocalLines(quoted);
            message.writeTo(lines);
            lines.finish();
            quoted.finish();
            out.flush();
            whole = true;
        } finally {
            if (!whole) {
                file.truncate(start); // half a message is none
            }
        }
    }

    @Override
    public void sync() throws IOException {
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        file.close();
    }
}
