package dev.jebi.transfer.archive;

import dev.jebi.content.Spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a Maildir: the files of `cur` and `new` in the order of their names, which begin with a
/// time. Line ends become those of mail unless the file has them already; the date is the file's.
/// Only regular files are read, never what a link points to. For one thread.
public final class MaildirReader implements ArchiveReader {
    /// In no name, and before every char of one: what is sorted is in the order of its first part.
    private static final String SEPARATOR = "\0";

    private final Path directory;
    private final Path spools;
    private final ArchiveLimits limits;
    private final SortedNames names;
    private final List<String> keywords;
    private MaildirIds ids = MaildirIds.none();
    private String position;
    private long taken;
    private long passedOver;

    private MaildirReader(
            Path directory, Path spools, ArchiveLimits limits, SortedNames names, String position)
            throws IOException {
        this.directory = directory;
        this.spools = spools;
        this.limits = limits;
        this.names = names;
        this.position = position;
        this.keywords = keywords(directory.resolve(MaildirWriter.KEYWORDS));
    }

    /// Opens a directory.
    ///
    /// @param position where an earlier reader stopped, empty for the beginning
    /// @param spools where large messages and lists of names go meanwhile
    /// @throws NotAnArchive when it has no `cur`
    public static MaildirReader open(
            Path directory, String position, Path spools, ArchiveLimits limits) throws IOException {
        if (!Files.isDirectory(directory.resolve("cur"))) {
            throw new NotAnArchive(directory + " is no Maildir: it has no directory cur");
        }
        var names = new SortedNames(spools);
        boolean opened = false;
        try {
            for (String sub : List.of("cur", "new")) {
                list(directory.resolve(sub), sub, names);
            }
            names.sort();
            var reader = new MaildirReader(directory, spools, limits, names, position);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                names.close();
            }
        }
    }

    /// Takes over the unique ids of POP3 that the Maildir's server gave.
    ///
    /// @param format how it makes them where it does not write them down
    public MaildirReader withIds(UidlFormat format) throws IOException {
        boolean read = false;
        try {
            ids = MaildirIds.of(directory, format);
            read = true;
            return this;
        } finally {
            if (!read) {
                close();
            }
        }
    }

    private static void list(Path directory, String sub, SortedNames names) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    names.add(MaildirName.unique(name) + SEPARATOR + sub + SEPARATOR + name);
                }
            }
        }
    }

    /// Lines of a number and a word, as Dovecot writes them.
    private static List<String> keywords(Path file) throws IOException {
        var keywords = new ArrayList<String>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                int space = line.indexOf(' ');
                if (space > 0 && keywords.size() < 26) {
                    keywords.add(line.substring(space + 1));
                }
            }
        }
        return keywords;
    }

    @Override
    public Optional<Archived> next() throws IOException {
        for (var entry = names.next(); entry.isPresent(); entry = names.next()) {
            taken++;
            String[] parts = entry.get().split(SEPARATOR, 3);
            String unique = parts[0];
            if (unique.compareTo(position) <= 0) {
                continue; // an earlier reader had it
            }
            position = unique;
            var message = message(directory.resolve(parts[1]).resolve(parts[2]), parts[2]);
            if (message.isPresent()) {
                return message;
            }
            passedOver++;
        }
        return Optional.empty();
    }

    private Optional<Archived> message(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        var spool = new Spool(spools, limits.heapOctets(), limits.messageOctets());
        boolean kept = false;
        try (var in = Files.newInputStream(file)) {
            Instant date = Files.getLastModifiedTime(file).toInstant();
            copy(in, spool);
            kept = !spool.overflowed();
            var flags = MaildirName.flags(name, keywords);
            var id = ids.of(MaildirName.unique(name));
            return kept
                    ? Optional.of(
                            new Archived(spool.content(), flags, Optional.of(date), id, spool))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty(); // another program has moved it since the names were read
        } finally {
            if (!kept) {
                spool.close();
            }
        }
    }

    private static void copy(InputStream in, Spool spool) throws IOException {
        var lines = new LinePieces(in, 0);
        boolean first = true;
        OutputStream out = spool;
        while (lines.next()) {
            if (first && !lines.endsWithCrlf()) {
                out = new LineEnds(spool);
            }
            first = first && !lines.ends();
            out.write(lines.octets(), lines.from(), lines.length());
        }
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public double share() {
        return names.count() == 0 ? 1 : (double) taken / names.count();
    }

    @Override
    public long passedOver() {
        return passedOver;
    }

    @Override
    public void close() throws IOException {
        names.close();
    }
}
