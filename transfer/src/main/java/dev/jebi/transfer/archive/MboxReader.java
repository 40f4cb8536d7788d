package dev.jebi.transfer.archive;

import dev.jebi.content.Content;
import dev.jebi.content.Spool;
import dev.jebi.mailstore.Flags;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads an mbox file (RFC 4155): messages begin with a `From ` line behind an empty one, `>From `
/// is unquoted as mboxrd has it, and the line ends become those of mail unless the file has them
/// already. What [MboxWriter] wrote comes back octet for octet. For one thread.
public final class MboxReader implements ArchiveReader {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> OWN_FIELDS =
            List.of("Status: ", "X-Status: ", "X-Keywords: ", MboxWriter.OCTETS_FIELD);

    private final FileChannel channel;
    private final InputStream in;
    private final LinePieces lines;
    private final Path spools;
    private final ArchiveLimits limits;
    private final long size;
    private long next;
    private boolean crlf;
    private Optional<String> from = Optional.empty();
    private long passedOver;

    private MboxReader(FileChannel channel, long position, Path spools, ArchiveLimits limits)
            throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.in = Channels.newInputStream(channel.position(position));
        this.lines = new LinePieces(in, position);
        this.spools = spools;
        this.limits = limits;
        this.next = position;
    }

    /// Opens a file.
    ///
    /// @param position where an earlier reader stopped, empty for the beginning
    /// @param spools where large messages go meanwhile
    /// @throws NotAnArchive when there is no `From ` line where one must be
    public static MboxReader open(Path file, String position, Path spools, ArchiveLimits limits)
            throws IOException {
        long at = position.isEmpty() ? 0 : Long.parseLong(position);
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            var reader = new MboxReader(channel, at, spools, limits);
            reader.begin(file);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private void begin(Path file) throws IOException {
        while (lines.next()) {
            if (lines.blank()) {
                continue;
            }
            if (!separator()) {
                throw new NotAnArchive(file + " is no mbox: it does not begin with a From line");
            }
            return;
        }
        next = size;
    }

    /// Takes a piece that separates messages.
    private boolean separator() {
        if (!lines.starts() || !lines.has(0, FROM)) {
            return false;
        }
        String line = text();
        if (!FromLine.is(line)) {
            return false;
        }
        from = Optional.of(line);
        crlf = lines.endsWithCrlf();
        next = lines.position();
        return true;
    }

    private String text() {
        return raw().stripTrailing();
    }

    @Override
    public Optional<Archived> next() throws IOException {
        while (from.isPresent()) {
            var date = FromLine.date(from.get());
            from = Optional.empty();
            var message = message(date);
            if (message.isPresent()) {
                return message;
            }
            passedOver++;
        }
        return Optional.empty();
    }

    /// Reads on to the next separator; empty when the message is not to be taken.
    private Optional<Archived> message(Optional<Instant> date) throws IOException {
        var spool = new Spool(spools, limits.heapOctets(), limits.messageOctets());
        boolean taken = false;
        try {
            var own = copy(spool);
            if (spool.overflowed()) {
                return Optional.empty();
            }
            Content all = spool.content();
            var read = own.isPresent() ? own(own.get()) : MboxFlags.read(all);
            if (read.expunged()) {
                return Optional.empty();
            }
            var content = own.isPresent() ? all.slice(0, octets(own.get(), all)) : all;
            taken = true;
            return Optional.of(new Archived(content, read.flags(), date, Optional.empty(), spool));
        } finally {
            if (!taken) {
                spool.close();
            }
        }
    }

    /// Copies the octets up to the next separator or the end.
    ///
    /// @return the fields that our writer put before the message's own, where it did
    private Optional<List<String>> copy(Spool spool) throws IOException {
        OutputStream ends = crlf ? spool : new LineEnds(spool);
        var out = new FromQuoting(ends, FromQuoting.Way.UNQUOTE);
        var fields = new ArrayList<String>();
        boolean beginning = true;
        boolean own = false;
        String held = "";
        next = size;
        while (lines.next()) {
            if (!held.isEmpty() && separator()) {
                held = "";
                break;
            }
            if (beginning && !own && ownField()) {
                fields.add(raw());
                own = fields.getLast().startsWith(MboxWriter.OCTETS_FIELD);
                continue;
            }
            if (beginning && !own) {
                for (String field : fields) {
                    write(out, field); // the message's own, after all
                }
            }
            beginning = false;
            write(out, held);
            held = "";
            if (lines.blank()) {
                held = raw(); // the empty line before a separator is not the message's
            } else {
                out.write(lines.octets(), lines.from(), lines.length());
            }
        }
        out.release();
        return own ? Optional.of(fields) : Optional.empty();
    }

    private boolean ownField() {
        return lines.starts()
                && lines.ends()
                && OWN_FIELDS.stream()
                        .anyMatch(f -> lines.has(0, f.getBytes(StandardCharsets.US_ASCII)));
    }

    private String raw() {
        return new String(
                lines.octets(), lines.from(), lines.length(), StandardCharsets.ISO_8859_1);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static MboxFlags.Read own(List<String> fields) {
        var words = new ArrayList<String>();
        for (String field : fields) {
            String value = field.substring(field.indexOf(':') + 1).strip();
            if (field.startsWith("X-Keywords:")) {
                MboxFlags.keywords(value, words);
            } else if (!field.startsWith(MboxWriter.OCTETS_FIELD.strip())) {
                MboxFlags.status(value, words);
            }
        }
        return new MboxFlags.Read(Flags.of(words), false);
    }

    /// How many octets the message has; a file that was cut has fewer.
    private static long octets(List<String> fields, Content all) {
        String number = fields.getLast().substring(MboxWriter.OCTETS_FIELD.length()).strip();
        try {
            return Math.clamp(Long.parseLong(number), 0, all.size());
        } catch (NumberFormatException _) {
            return all.size(); // somebody has edited it
        }
    }

    @Override
    public String position() {
        return Long.toString(next);
    }

    @Override
    public double share() {
        return size == 0 ? 1 : (double) next / size;
    }

    @Override
    public long passedOver() {
        return passedOver;
    }

    @Override
    public void close() throws IOException {
        in.close();
        channel.close();
    }
}
