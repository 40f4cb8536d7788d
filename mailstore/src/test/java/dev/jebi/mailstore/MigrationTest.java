package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.MailQueue.Settlement;
import dev.jebi.mailstore.Migration.Phase;
import dev.jebi.mailstore.cluster.Cluster.ContentOpening;
import dev.jebi.mailstore.cluster.MigrationTarget;
import dev.jebi.mailstore.s3.BucketAddress;
import dev.jebi.mailstore.s3.S3Peer;
import dev.jebi.sasl.ScramKeys;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

final class MigrationTest {
    private static final StoreLimits LIMITS =
            new StoreLimits(1 << 20, 200_000, 256L << 20, 1_000, 16 << 20, 63, 2);

    private static final int KILLS = 6;

    @TempDir private Path directory;

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// A store with everything that one can have.
    private static ModelAccount filled(Path at, Randomly random, int changes) throws Exception {
        try (var store = EmbeddedStore.open(at, LIMITS, InstantSource.system())) {
            var model = new ModelAccount(store, Stores.account(store, "bob"));
            var carol = Stores.account(store, "carol", 1_000_000, 1_000);
            Stores.account(store, "dave");
            for (int i = 0; i < changes; i++) {
                model.change(store, random);
            }
            for (int i = 0; i < 30; i++) {
                Stores.deliver(store, "to-carol-" + i, carol);
            }
            try (var inbox = Stores.inbox(store, carol)) {
                inbox.append(
                        List.of(
                                Stores.message(
                                        Content.of(random.octets(5 << 20)), Flags.of("$Large")),
                                Stores.message("a", "$Work"),
                                Stores.message("b", "$Gone")));
                inbox.remove(UidSet.of(new Uid(3)));
                inbox.remove(UidSet.of(new Uid(inbox.info().uidNext().value() - 1)));
            }
            store.directory().removeAccount(new Address("dave", Stores.DOMAIN));
            queue(store);
            return model;
        }
    }

    private static void queue(MailStore store) throws IOException {
        for (int i = 0; i < 5; i++) {
            store.accept(
                    Stores.incoming(
                            Stores.text("relayed-" + i, "far\r\n"),
                            List.of(),
                            List.of(Stores.remote("x" + i), Stores.remote("y" + i))));
        }
        var entries = store.queue().claim(Stores.NOW.plusSeconds(1_000), 6);
        store.queue()
                .settle(
                        List.of(
                                new Settlement.Deferred(
                                        entries.get(0),
                                        Stores.NOW.plusSeconds(99),
                                        "451 4.7.1 later",
                                        true),
                                new Settlement.Delivered(entries.get(1), "250 ok"),
                                new Settlement.Failed(entries.get(2), "550 no")),
                        List.of());
        store.queue().hold(entries.get(4).id());
    }

    private static List<String> dump(Path at) throws IOException {
        try (var store = EmbeddedStore.open(at, LIMITS, InstantSource.system())) {
            return StoreDump.of(store);
        }
    }

    /// What is made with the store's key.
    private static ScramKeys nobody(Path at) throws IOException {
        try (var store = EmbeddedStore.open(at, LIMITS, InstantSource.system())) {
            return store.directory().scram("nobody@a.test");
        }
    }

    private static ClusterSettings settings(Optional<ContentOpening> content) {
        return new ClusterSettings(
                "jdbc:postgresql://there/mail", Optional.empty(), Optional.empty(), "m", content);
    }

    private static MigrationReport migrate(
            Path at, DataSource to, ClusterSettings settings, Migration.Watching watching)
            throws IOException {
        return new Migration(at, LIMITS, InstantSource.system(), watching).run(settings, to);
    }

    private static final Migration.Watching NOBODY =
            (_, _, _) -> {
                // goes on
            };

    private static MailStore node(DataSource database, ClusterSettings settings)
            throws IOException {
        return ClusterStore.open(
                database, settings, Postgres.LIMITS, LIMITS, InstantSource.system());
    }

    private void moved(Path at, Randomly random, ClusterSettings settings) throws Exception {
        var model = filled(at, random, 150);
        var before = dump(at);
        var scram = nobody(at);
        var database = Postgres.empty();
        int attempts = 0;
        MigrationReport report = null;
        while (report == null) {
            var left = new AtomicInteger(attempts < KILLS ? random.between(1, 12) : 1_000_000);
            attempts++;
            try {
                report =
                        migrate(
                                at,
                                database,
                                settings,
                                (_, _, _) -> {
                                    if (left.decrementAndGet() == 0) {
                                        throw new Killed();
                                    }
                                });
            } catch (Killed _) {
                assertThatThrownBy(() -> node(database, settings))
                        .as("a node on half a store")
                        .hasMessageContaining("jebi store migrate");
            }
        }
        assertThat(report.differences()).isEmpty();
        assertThat(report.resumed()).isEqualTo(attempts > 1);
        assertThat(report.unreadable()).isZero();
        assertThatThrownBy(() -> dump(at)).isInstanceOf(StoreMoved.class);
        assertThatThrownBy(() -> migrate(at, database, settings, NOBODY))
                .isInstanceOf(MigrationTarget.NotEmpty.class);
        try (var store = node(database, settings)) {
            assertThat(StoreDump.of(store)).isEqualTo(before);
            model.check(store);
            assertThat(store.directory().verify("bob@a.test", "secret")).isTrue();
            assertThat(store.directory().scram("nobody@a.test"))
                    .usingRecursiveComparison()
                    .isEqualTo(scram);
            for (int i = 0; i < 40; i++) {
                model.change(store, random);
            }
            model.check(store);
        }
        try (var store = node(database, settings)) {
            model.check(store);
        }
    }

    @Test
    void aStoreThatWasMovedIsTheSameAndGoesOn() throws Exception {
        Randomly.runs(
                1,
                "migration.seed",
                random ->
                        moved(
                                directory.resolve(UUID.randomUUID().toString()),
                                random,
                                settings(Optional.empty())));
    }

    @Test
    void octetsMayGoIntoABucket() throws Exception {
        var peer = S3Peer.running();
        var address = BucketAddress.parse(peer.bucket());
        var opening =
                new ContentSettings(
                                Optional.of(address),
                                Optional.of(peer.keys()),
                                directory.resolve("cache"),
                                1 << 20)
                        .opening(InstantSource.system());
        Randomly.runs(
                1,
                "migration.seed",
                random ->
                        moved(directory.resolve("store"), random, settings(Optional.of(opening))));
    }

    @Test
    void aStoreThatWentOnAfterABrokenMoveIsMovedAsItIsNow() throws Exception {
        Randomly.runs(
                1,
                "migration.seed",
                random -> {
                    Path at = directory.resolve(UUID.randomUUID().toString());
                    var model = filled(at, random, 80);
                    var database = Postgres.empty();
                    var settings = settings(Optional.empty());
                    var phase = random.pick(List.of(Phase.BRINGING, Phase.COMPARING));
                    assertThatThrownBy(() ->
                                    migrate(
                                            at,
                                            database,
                                            settings,
                                            (now, _, _) -> {
                                                if (now == phase) {
                                                    throw new Killed();
                                                }
                                            }))
                            .isInstanceOf(Killed.class);
                    try (var store = EmbeddedStore.open(at, LIMITS, InstantSource.system())) {
                        for (int i = 0; i < 40; i++) {
                            model.change(store, random);
                        }
                    }
                    var before = dump(at);
                    var report = migrate(at, database, settings, NOBODY);
                    assertThat(report.differences()).isEmpty();
                    try (var store = node(database, settings)) {
                        assertThat(StoreDump.of(store)).isEqualTo(before);
                        model.check(store);
                    }
                });
    }

    @Test
    void aDatabaseThatHoldsAnythingIsLeftAlone() throws Exception {
        var database = Postgres.database();
        var settings = settings(Optional.empty());
        try (var store = node(database, settings)) {
            Stores.account(store, "erin");
        }
        filled(directory.resolve("store"), new Randomly(1), 10);
        assertThatThrownBy(() -> migrate(directory.resolve("store"), database, settings, NOBODY))
                .isInstanceOf(MigrationTarget.NotEmpty.class)
                .hasMessageContaining("another store");
        assertThat(dump(directory.resolve("store"))).isNotEmpty();
    }

    @Test
    void aStoreThatIsServedIsNotMoved() throws Exception {
        Path at = directory.resolve("store");
        try (var _ = EmbeddedStore.open(at, LIMITS, InstantSource.system())) {
            assertThatThrownBy(
                            () -> migrate(at, Postgres.empty(), settings(Optional.empty()), NOBODY))
                    .isInstanceOf(StoreInUse.class);
        }
    }

    @Test
    void aStoreThatWasMovedComesBackWhenItMust() throws Exception {
        Path at = directory.resolve("store");
        filled(at, new Randomly(1), 10);
        var before = dump(at);
        assertThat(Migration.unmark(at)).isEmpty();
        migrate(at, Postgres.empty(), settings(Optional.empty()), NOBODY);
        assertThatThrownBy(() -> dump(at))
                .isInstanceOf(StoreMoved.class)
                .hasMessageContaining("jdbc:postgresql://there/mail");
        assertThat(Migration.unmark(at)).contains("jdbc:postgresql://there/mail");
        assertThat(dump(at)).isEqualTo(before);
    }
}
