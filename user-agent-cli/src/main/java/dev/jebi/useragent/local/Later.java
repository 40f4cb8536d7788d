package dev.jebi.useragent.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes that wait until the server can be reached, in the order in which they were made. Any
/// process adds to them; who makes them has claimed them.
public final class Later {
    private final Path directory;
    private final Path file;

    Later(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("changes");
    }

    /// Whether nothing waits. Asked whenever a server is.
    public boolean isEmpty() {
        return file.toFile().length() == 0;
    }

    /// All that wait, the first one first.
    public List<Change> all() throws IOException {
        var all = new ArrayList<Change>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                Change.parse(line).ifPresent(all::add);
            }
        }
        return all;
    }

    /// Adds changes; when this returns they survive the power.
    public void add(List<Change> changes) throws IOException {
        try (var _ = FileTurn.take(directory)) {
            var all = new ArrayList<>(all());
            all.addAll(changes);
            write(all);
        }
    }

    /// Forgets changes that are made or can never be.
    public void done(List<Change> changes) throws IOException {
        try (var _ = FileTurn.take(directory)) {
            var all = new ArrayList<>(all());
            changes.forEach(all::remove); // the first of its like
            write(all);
        }
    }

    private void write(List<Change> changes) throws IOException {
        var text = new StringBuilder();
        changes.forEach(change -> text.append(change.text()).append('\n'));
        Path half = directory.resolve("changes.new");
        Drafts.Durably.write(half, text.toString().getBytes(StandardCharsets.UTF_8));
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Drafts.Durably.syncDirectory(directory);
    }

    /// Claims the making of them; nobody else makes one until that is closed.
    public Optional<Claim> claim() throws IOException {
        return Claim.of(directory.resolve("claim"));
    }
}
