package dev.jebi.mailstore;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;

/// Random changes of one account on a store in PostgreSQL, against a model; nodes come and go
/// between.
final class ClusterModelTest {
    private static final int ROUNDS = 6;
    private static final int CHANGES = 30;

    @Test
    void theStoreIsWhatTheModelSays() throws Exception {
        var database = Postgres.database();
        Randomly.runs(
                1,
                "model.seed",
                random -> {
                    var store = Postgres.node(database, "one");
                    try {
                        var model = new ModelAccount(store, Stores.account(store, "bob"));
                        for (int round = 0; round < ROUNDS; round++) {
                            for (int i = 0; i < CHANGES; i++) {
                                model.change(store, random);
                            }
                            model.check(store);
                            try (var other = Postgres.node(database, "other")) {
                                model.check(other);
                            }
                            if (random.oneIn(2)) {
                                store.close();
                                store = Postgres.node(database, "one");
                            }
                        }
                    } finally {
                        store.close();
                    }
                });
    }
}
