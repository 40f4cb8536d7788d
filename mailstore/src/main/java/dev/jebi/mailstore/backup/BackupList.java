package dev.jebi.mailstore.backup;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// What a backup consists of, in the file `backup` of its directory: it is written last, and a
/// directory without it is no backup.
///
/// @param store the id of the store
/// @param lsn the position of the state
/// @param end the position up to which the journal was copied
record BackupList(UUID store, long lsn, long end, Instant made, List<BackupFile> files) {
    static final String NAME = "backup";
    private static final int VERSION = 1;
    private static final String FIRST = "jebi-backup ";

    BackupList {
        files = List.copyOf(files);
    }

    Optional<BackupFile> file(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }

    long octets() {
        return files.stream().mapToLong(BackupFile::size).sum();
    }

    /// The file's text; its last line is a checksum of the others.
    String text() {
        var hex = HexFormat.of();
        var text = new StringBuilder(FIRST).append(VERSION).append('\n');
        text.append("store ").append(store).append('\n');
        text.append("lsn ").append(lsn).append('\n');
        text.append("end ").append(end).append('\n');
        text.append("made ").append(made.toEpochMilli()).append('\n');
        for (BackupFile file : files) {
            text.append(file.whole() ? "whole " : "part ")
                    .append(file.size())
                    .append(' ')
                    .append(hex.toHexDigits(file.crc()))
                    .append(' ')
                    .append(file.name())
                    .append('\n');
        }
        return text + "crc " + hex.toHexDigits(crc(text.toString())) + "\n";
    }

    private static int crc(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /// Reads the list in a directory; empty when there is none.
    ///
    /// @throws IOException when it is damaged or was written by a newer Jebi
    static Optional<BackupList> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        int end = text.lastIndexOf("crc ");
        if (!text.startsWith(FIRST) || end < 0) {
            throw new IOException(file + " is no list of a backup");
        }
        var lines = new java.io.BufferedReader(new StringReader(text)).lines().toList();
        int version = Integer.parseInt(lines.getFirst().substring(FIRST.length()).strip());
        if (version > VERSION) {
            throw new IOException("the backup in " + directory + " was made by a newer Jebi");
        }
        String crc = text.substring(end + 4).strip();
        if (!crc.equals(HexFormat.of().toHexDigits(crc(text.substring(0, end))))) {
            throw new IOException(file + " is damaged");
        }
        return Optional.of(parse(lines.subList(1, lines.size() - 1)));
    }

    private static BackupList parse(List<String> lines) {
        var files = new ArrayList<BackupFile>();
        for (String line : lines.subList(4, lines.size())) {
            String[] words = line.split(" ", 4);
            files.add(
                    new BackupFile(
                            words[3],
                            Long.parseLong(words[1]),
                            HexFormat.fromHexDigits(words[2]),
                            words[0].equals("whole")));
        }
        return new BackupList(
                UUID.fromString(value(lines.get(0))),
                Long.parseLong(value(lines.get(1))),
                Long.parseLong(value(lines.get(2))),
                Instant.ofEpochMilli(Long.parseLong(value(lines.get(3)))),
                files);
    }

    private static String value(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }
}
