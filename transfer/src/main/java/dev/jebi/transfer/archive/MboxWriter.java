package dev.jebi.transfer.archive;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MessageInfo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;

/// Writes an mbox file with the line ends of mail, so that every octet can come back: lines that
/// begin with `From ` behind any number of `>` get one more `>`. Before the message's own fields
/// stand those that other programs read flags from, then the number of its octets, by which a
/// reader of ours knows that all of these are not the message's. For one thread.
public final class MboxWriter implements ArchiveWriter {
    static final String OCTETS_FIELD = "X-Jebi-Octets: ";
    private static final String UNFINISHED = ".part";
    private static final int BUFFER = 256 << 10;
    private static final String LINE_END = "\r\n";
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path file;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream out;

    private MboxWriter(Path file, Path unfinished, FileChannel channel) {
        this.file = file;
        this.unfinished = unfinished;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /// Writes to a file that has `.part` behind its name until it is finished.
    ///
    /// @param mark what an earlier writer had brought to disk, 0 to begin
    public static MboxWriter open(Path file, long mark) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        if (!Files.exists(unfinished)) {
            Files.createFile(unfinished, owner);
        }
        var channel = FileChannel.open(unfinished, EnumSet.of(StandardOpenOption.WRITE));
        if (channel.size() < mark) {
            channel.close();
            throw new IOException(unfinished + " is shorter than it was; remove it to begin again");
        }
        channel.truncate(mark);
        channel.position(mark);
        return new MboxWriter(file, unfinished, channel);
    }

    @Override
    public void write(MessageInfo message, Content content) throws IOException {
        text("From MAILER-DAEMON " + asctime(message.internalDate()));
        flags(message.flags());
        text(OCTETS_FIELD + content.size());
        var quoting = new FromQuoting(out, FromQuoting.Way.QUOTE);
        content.writeTo(quoting);
        quoting.end();
        text("");
    }

    static String asctime(Instant date) {
        return ASCTIME.format(date);
    }

    private void flags(Flags flags) throws IOException {
        text("Status: " + MboxFlags.status(flags));
        String more = MboxFlags.moreStatus(flags);
        if (!more.isEmpty()) {
            text("X-Status: " + more);
        }
        var keywords = MboxFlags.keywords(flags);
        if (keywords.isPresent()) {
            text("X-Keywords: " + keywords.get());
        }
    }

    private void text(String line) throws IOException {
        out.write((line + LINE_END).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long mark() throws IOException {
        out.flush();
        channel.force(false);
        return channel.position();
    }

    @Override
    public void finish() throws IOException {
        mark();
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
