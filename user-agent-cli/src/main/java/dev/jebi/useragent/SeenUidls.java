package dev.jebi.useragent;

import dev.jebi.useragent.local.Own;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/// The unique ids (RFC 1939 §7) of messages that were fetched from a maildrop to one place and may
/// still be there: a file under XDG paths, one id a line. Per place, so that nothing is taken for
/// fetched that this place does not have.
final class SeenUidls {
    private final Path memory;
    private final Path file;
    private final Set<String> before;
    private final Set<String> now = new LinkedHashSet<>();

    private SeenUidls(Path memory, Path file, Set<String> before) {
        this.memory = memory;
        this.file = file;
        this.before = before;
    }

    /// What was fetched from that maildrop to that place.
    ///
    /// @param forget whether the place has nothing any more
    static SeenUidls of(Path memory, String maildrop, Path place, boolean forget)
            throws IOException {
        String key = maildrop + "\n" + place.toAbsolutePath().normalize();
        // a name of our own: nothing that a server or a person said becomes a path
        UUID name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
        Path file = memory.resolve("pop3-" + name + ".uidl");
        boolean fresh = forget || !Files.exists(file);
        return new SeenUidls(
                memory,
                file,
                fresh
                        ? Set.of()
                        : Set.copyOf(Files.readAllLines(file, StandardCharsets.ISO_8859_1)));
    }

    boolean contains(String uidl) {
        return before.contains(uidl);
    }

    /// A message that is in the maildrop and was fetched, now or before.
    void add(String uidl) {
        now.add(uidl);
    }

    /// Writes down what was fetched so far, before the maildrop was read to its end.
    void writeAll() throws IOException {
        var all = new LinkedHashSet<>(before);
        all.addAll(now);
        write(all);
    }

    /// Writes down those that the maildrop still has.
    void write() throws IOException {
        write(now);
    }

    private void write(Set<String> uidls) throws IOException {
        Own.directory(memory);
        Path half = file.resolveSibling(file.getFileName() + ".new");
        var octets =
                ByteBuffer.wrap(
                        (String.join("\n", uidls) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        try (var channel =
                Own.file(
                        half,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Drop.syncDirectory(memory);
    }
}
