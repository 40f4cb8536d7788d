package dev.jebi.mailstore;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;

/// Random changes of one account, against a model; the store is closed and opened between, with its
/// index as it was, without it, or with garbage in it.
final class ModelTest {
    private static final int RUNS = 3;
    private static final int ROUNDS = 12;
    private static final int CHANGES = 40;

    private static final StoreLimits SMALL =
            new StoreLimits(256 << 10, 200_000, 256L << 20, 1_000, 16 << 20, 63, 2);

    @TempDir Path directory;

    @Test
    void theStoreIsWhatTheModelSays() {
        var run = new int[1];
        Randomly.runs(RUNS, "model.seed", random -> run(directory.resolve("" + run[0]++), random));
    }

    private static void run(Path at, Randomly random) throws Exception {
        var store = EmbeddedStore.open(at, SMALL, InstantSource.system());
        try {
            var model = new ModelAccount(store, Stores.account(store, "bob"));
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < CHANGES; i++) {
                    model.change(store, random);
                }
                model.check(store);
                if (random.oneIn(2)) {
                    store.close();
                    if (random.oneIn(2)) {
                        spoil(at.resolve("meta"), random);
                    }
                    store = EmbeddedStore.open(at, SMALL, InstantSource.system());
                    model.check(store);
                }
            }
        } finally {
            store.close();
        }
    }

    private static void spoil(Path index, Randomly random) throws IOException {
        List<Path> files;
        try (var all = Files.list(index)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (random.oneIn(2)) {
                Files.delete(file);
            } else {
                Files.write(
                        file,
                        random.octets((int) Files.size(file)),
                        StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
    }
}
