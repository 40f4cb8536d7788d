package dev.jebi.useragent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// An mbox file in the form mboxrd (RFC 4155 and its quoting: a line of `>`s and `From ` gets one
/// `>` more), locked while it is written.
final class MboxDrop implements Drop {
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final FileChannel file;
    private final FileLock lock;

    MboxDrop(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.READ);
        lock = file.lock();
        file.position(file.size());
    }

    @Override
    public void put(byte[] message) throws IOException {
        long start = file.position();
        try {
            var octets = ByteBuffer.wrap(entry(message, ZonedDateTime.now(Clock.systemUTC())));
            while (octets.hasRemaining()) {
                file.write(octets);
            }
        } catch (IOException e) {
            file.truncate(start); // half a message is none
            throw e;
        }
    }

    /// A message with its `From ` line, quoted, and an empty line behind it.
    static byte[] entry(byte[] message, ZonedDateTime now) {
        var out = new ByteArrayOutputStream(message.length + 100);
        out.writeBytes(
                ("From MAILER-DAEMON " + ASCTIME.format(now) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] local = Drop.local(message);
        int start = 0;
        while (start < local.length) {
            int end = start;
            while (end < local.length && local[end] != '\n') {
                end++;
            }
            if (fromLine(local, start)) {
                out.write('>');
            }
            out.write(local, start, end - start);
            out.write('\n');
            start = end + 1;
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static boolean fromLine(byte[] octets, int start) {
        int at = start;
        while (at < octets.length && octets[at] == '>') {
            at++;
        }
        return new String(octets, at, Math.min(5, octets.length - at), StandardCharsets.ISO_8859_1)
                .equals("From ");
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
