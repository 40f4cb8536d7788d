package dev.jebi.transfer;

import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.RecipientWishes.Notice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A message that a program of this machine has left for the server, as a file: lines of a word and
/// its value, an empty line, the octets of the message.
///
/// @param from the reverse-path, empty for the null one; without a domain for the server to add
/// @param recipients addresses, likewise
/// @param notices NOTIFY (RFC 3461), where it was said
/// @param envelopeId ENVID, where it was said
/// @param user who left it, for the log
public record DroppedMail(
        String from,
        List<String> recipients,
        Optional<Set<Notice>> notices,
        Optional<Returned> returned,
        Optional<String> envelopeId,
        String user,
        byte[] octets) {
    private static final String FIRST_LINE = "jebi-maildrop 1";

    /// Lines before the message: more than the most recipients, each of full length.
    private static final int MOST_ENVELOPE = 4 << 20;

    /// How the name of a whole file ends; others are being written.
    static final String WHOLE = ".mail";

    /// Leaves it in a directory; when this returns, it survives a power cut.
    ///
    /// @param name unguessable where others may write to the directory, too
    public void leave(Path directory, String name) throws IOException {
        var file = new ByteArrayOutputStream();
        file.writeBytes(envelope().getBytes(StandardCharsets.UTF_8));
        file.writeBytes(octets);
        Path growing = directory.resolve(name + ".new");
        try (var channel =
                FileChannel.open(
                        growing, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(file.toByteArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(growing);
            throw e;
        }
        Files.move(growing, directory.resolve(name + WHOLE), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
    }

    /// A directory that may not be read cannot be synced either; its file system orders the rename
    /// behind the file.
    private static void sync(Path directory) throws IOException {
        if (Files.isReadable(directory)) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private String envelope() {
        var lines = new ArrayList<String>();
        lines.add(FIRST_LINE);
        lines.add("user " + user);
        lines.add("from " + from);
        recipients.forEach(to -> lines.add("to " + to));
        notices.ifPresent(set ->
                lines.add(
                        "notify "
                                + set.stream().map(Notice::name).collect(Collectors.joining(","))));
        returned.ifPresent(what -> lines.add("ret " + what.name()));
        envelopeId.ifPresent(id -> lines.add("envid " + id));
        return lines.stream()
                .map(line -> line.replaceAll("[\\r\\n\\x00]", " ") + "\n")
                .collect(Collectors.joining("", "", "\n"));
    }

    /// Reads a file; empty when it is none.
    static Optional<DroppedMail> read(byte[] file) {
        int end = end(file);
        if (end < 0) {
            return Optional.empty();
        }
        var lines = new String(file, 0, end, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            return Optional.empty();
        }
        String from = value(lines, "from ").orElse("");
        var recipients =
                lines.stream().filter(l -> l.startsWith("to ")).map(l -> l.substring(3)).toList();
        try {
            return Optional.of(
                    new DroppedMail(
                            from,
                            recipients,
                            value(lines, "notify ").map(DroppedMail::noticesOf),
                            value(lines, "ret ").map(Returned::valueOf),
                            value(lines, "envid "),
                            value(lines, "user ").orElse("?"),
                            java.util.Arrays.copyOfRange(file, end + 1, file.length)));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // a word that nobody wrote who writes such files
        }
    }

    private static Set<Notice> noticesOf(String text) {
        var notices = EnumSet.noneOf(Notice.class);
        for (String word : text.split(",", -1)) {
            if (!word.isEmpty()) {
                notices.add(Notice.valueOf(word.toUpperCase(Locale.ROOT)));
            }
        }
        return notices;
    }

    private static Optional<String> value(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .findFirst();
    }

    /// Where the empty line's end stands, or -1.
    private static int end(byte[] file) {
        for (int i = 1; i < Math.min(file.length, MOST_ENVELOPE); i++) {
            if (file[i] == '\n' && file[i - 1] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
