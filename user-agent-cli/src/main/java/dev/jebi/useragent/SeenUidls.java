package dev.jebi.useragent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/// The unique ids (RFC 1939 §7) of messages that were fetched from a maildrop and may still be
/// there: a file under XDG paths, one id a line.
final class SeenUidls {
    private final Path file;
    private final Set<String> before;
    private final Set<String> now = new LinkedHashSet<>();

    private SeenUidls(Path file, Set<String> before) {
        this.file = file;
        this.before = before;
    }

    static SeenUidls of(String user, Endpoint endpoint) throws IOException {
        String xdg = System.getenv("XDG_STATE_HOME");
        Path home =
                xdg == null || xdg.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".local", "state")
                        : Path.of(xdg);
        // a name of our own: nothing that a server or a person said becomes a path
        UUID name =
                UUID.nameUUIDFromBytes((user + "\n" + endpoint).getBytes(StandardCharsets.UTF_8));
        Path file = home.resolve("jebi").resolve("pop3-" + name + ".uidl");
        return new SeenUidls(
                file, Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of());
    }

    boolean contains(String uidl) {
        return before.contains(uidl);
    }

    /// A message that is in the maildrop and was fetched, now or before.
    void add(String uidl) {
        now.add(uidl);
    }

    /// Keeps those that the maildrop still has.
    void write() throws IOException {
        Files.createDirectories(file.getParent());
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.write(half, now);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
