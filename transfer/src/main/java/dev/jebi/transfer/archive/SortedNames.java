package dev.jebi.transfer.archive;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Names in order, however many there are: sorted in runs that go to files, and merged. For one
/// thread.
final class SortedNames implements AutoCloseable {
    private static final int RUN = 50_000;

    private final Path directory;
    private final List<Path> files = new ArrayList<>();
    private final List<String> run = new ArrayList<>();
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(Comparator.comparing((Head head) -> head.name));
    private long count;

    /// A run and its first name that was not given out.
    private record Head(String name, BufferedReader rest) {}

    /// @param directory where the runs go
    SortedNames(Path directory) {
        this.directory = directory;
    }

    /// Adds a name; a name with a line end, which no mail program gives, is left out.
    void add(String name) throws IOException {
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            return;
        }
        count++;
        run.add(name);
        if (run.size() == RUN) {
            store();
        }
    }

    long count() {
        return count;
    }

    private void store() throws IOException {
        Collections.sort(run);
        Path file = Files.createTempFile(directory, "names-", ".run");
        files.add(file);
        Files.write(file, run, StandardCharsets.UTF_8);
        run.clear();
    }

    /// All are there: the first can be taken.
    void sort() throws IOException {
        store();
        for (Path file : files) {
            advance(Files.newBufferedReader(file, StandardCharsets.UTF_8));
        }
    }

    private void advance(BufferedReader rest) throws IOException {
        @Nullable String name = rest.readLine();
        if (name == null) {
            rest.close();
        } else {
            heads.add(new Head(name, rest));
        }
    }

    /// Takes the next name.
    Optional<String> next() throws IOException {
        @Nullable Head first = heads.poll();
        if (first == null) {
            return Optional.empty();
        }
        advance(first.rest);
        return Optional.of(first.name);
    }

    @Override
    public void close() throws IOException {
        for (Head head : heads) {
            head.rest.close();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
