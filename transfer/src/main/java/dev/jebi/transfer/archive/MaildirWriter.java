package dev.jebi.transfer.archive;

import dev.jebi.content.Content;
import dev.jebi.mailstore.MessageInfo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Writes a Maildir: each message a file in `cur`, with the octets as they are, the flags in its
/// name, and its date as the file's. A message that is there already is written over. For one
/// thread.
public final class MaildirWriter implements ArchiveWriter {
    static final String KEYWORDS = "dovecot-keywords";
    private static final int BUFFER = 64 << 10;

    private final Path directory;
    private final String origin;
    private final List<String> keywords = new ArrayList<>();

    private MaildirWriter(Path directory, String origin) {
        this.directory = directory;
        this.origin = origin;
    }

    /// Writes into a directory, which is made where it is missing.
    ///
    /// @param origin what tells this mailbox's files from those of others; letters and digits
    public static MaildirWriter open(Path directory, String origin) throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(directory, owner);
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(directory.resolve(sub), owner);
        }
        var writer = new MaildirWriter(directory, origin);
        writer.readKeywords();
        return writer;
    }

    private void readKeywords() throws IOException {
        Path file = directory.resolve(KEYWORDS);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                keywords.add(line.substring(line.indexOf(' ') + 1));
            }
        }
    }

    @Override
    public void write(MessageInfo message, Content content) throws IOException {
        int before = keywords.size();
        String unique =
                "%d.U%010d.%s,S=%d"
                        .formatted(
                                message.internalDate().getEpochSecond(),
                                message.uid().value(),
                                origin,
                                content.size());
        String name = unique + MaildirName.ending(message.flags(), keywords);
        if (keywords.size() > before) {
            writeKeywords();
        }
        Path unfinished = directory.resolve("tmp").resolve(unique);
        try (var out = new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER)) {
            content.writeTo(out);
        }
        Files.setLastModifiedTime(unfinished, FileTime.from(message.internalDate()));
        Files.move(
                unfinished, directory.resolve("cur").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writeKeywords() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < keywords.size(); i++) {
            lines.add(i + " " + keywords.get(i));
        }
        Files.write(directory.resolve(KEYWORDS), lines, StandardCharsets.US_ASCII);
    }

    @Override
    public long mark() {
        return 0; // each file is whole or not there
    }

    @Override
    public void finish() {
        // each file has its name already
    }

    @Override
    public void close() {
        // nothing is open between messages
    }
}
