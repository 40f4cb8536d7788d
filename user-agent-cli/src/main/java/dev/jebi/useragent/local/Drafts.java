package dev.jebi.useragent.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Messages that are being written: one file each, in the form in which an editor has them. A draft
/// survives the process and the power; it goes when its message is sent and stands in Sent.
public final class Drafts {
    private static final String SUFFIX = ".draft";
    private static final String FILES = ".files";

    private final Path directory;

    Drafts(Path directory) {
        this.directory = directory;
    }

    /// A name for a new draft: `d` and eight digits.
    public String fresh() {
        return "d" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /// Whether a word has the form of a draft's name.
    public static boolean isOne(String word) {
        return word.matches("d[0-9a-f]{8}");
    }

    /// The names of all drafts, the one that was changed last at the end.
    public List<String> names() throws IOException {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(f -> f.toString().endsWith(SUFFIX)).forEach(found::add);
            }
        }
        found.sort(Comparator.comparingLong(f -> f.toFile().lastModified()));
        return found.stream()
                .map(f -> f.getFileName().toString())
                .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                .toList();
    }

    /// The file of a draft, for an editor.
    public Path file(String name) {
        if (!isOne(name)) {
            throw new IllegalArgumentException(name);
        }
        return directory.resolve(name + SUFFIX);
    }

    /// The text of a draft.
    public String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    /// Whether there is such a draft.
    public boolean has(String name) {
        return isOne(name) && Files.exists(file(name));
    }

    /// Keeps a draft; when this returns it survives the power.
    public void keep(String name, String text) throws IOException {
        Own.directory(directory);
        Path half = directory.resolve(name + ".new");
        Durably.write(half, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Files.move(
                half,
                file(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Durably.syncDirectory(directory);
    }

    /// Forgets a draft.
    public void remove(String name) throws IOException {
        try {
            Files.delete(file(name));
        } catch (NoSuchFileException _) {
            // another process sent it
        }
        Path files = directory.resolve(name + FILES);
        if (isOne(name) && Files.isDirectory(files)) {
            var all = new ArrayList<Path>();
            try (Stream<Path> some = Files.list(files)) {
                some.forEach(all::add);
            }
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(files);
        }
    }

    /// A directory for files that belong to a draft and go with it; made when it is not there.
    public Path files(String name) throws IOException {
        return Own.directory(file(name).resolveSibling(name + FILES));
    }

    /// Files that survive the power.
    static final class Durably {
        private Durably() {}

        static void write(Path file, byte[] octets) throws IOException {
            try (var channel =
                    Own.file(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(octets);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        }

        static void syncDirectory(Path directory) throws IOException {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
