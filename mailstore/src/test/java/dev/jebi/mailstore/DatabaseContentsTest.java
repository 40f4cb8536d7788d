package dev.jebi.mailstore;

import dev.jebi.mailstore.cluster.CachedContents;
import dev.jebi.mailstore.cluster.Cluster.ContentOpening;
import dev.jebi.mailstore.cluster.ContentStore;
import dev.jebi.mailstore.cluster.ContentStoreContract;
import dev.jebi.mailstore.content.ContentCache;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

/// Octets in the database itself, as a node has them.
final class DatabaseContentsTest {
    @TempDir private Path directory;

    private abstract class InDatabase extends ContentStoreContract {
        private final AtomicReference<@Nullable ContentStore> contents = new AtomicReference<>();
        private @Nullable DataSource database;
        private @Nullable MailStore node;

        abstract ContentStore as(ContentStore inside) throws IOException;

        @BeforeEach
        void open() throws Exception {
            database = Postgres.database();
            start();
        }

        private void start() throws IOException {
            ContentOpening opening =
                    opener -> {
                        contents.set(as(opener.database()));
                        return opener.database();
                    };
            node =
                    ClusterStore.open(
                            Objects.requireNonNull(database),
                            new ClusterSettings(
                                    "jdbc:postgresql:",
                                    Optional.empty(),
                                    Optional.empty(),
                                    "one",
                                    Optional.of(opening)),
                            Postgres.LIMITS,
                            StoreLimits.STANDARD,
                            InstantSource.system());
        }

        @AfterEach
        void close() {
            if (node != null) {
                node.close();
            }
        }

        @Override
        protected ContentStore store() {
            return Objects.requireNonNull(contents.get());
        }

        @Override
        protected void commit(ContentStore.Staged staged) throws SQLException {
            try (var connection = Objects.requireNonNull(database).getConnection()) {
                connection.setAutoCommit(false);
                staged.join(connection);
                connection.commit();
            }
        }

        /// What a node brings is old when that node has ended.
        @Override
        protected void age() throws IOException {
            close();
            start();
        }
    }

    @Nested
    final class Plain extends InDatabase {
        @Override
        ContentStore as(ContentStore inside) {
            return inside;
        }
    }

    @Nested
    final class Cached extends InDatabase {
        @Override
        ContentStore as(ContentStore inside) throws IOException {
            return new CachedContents(
                    inside, ContentCache.open(directory.resolve("cache"), 64 << 20));
        }

        @Test
        void whatWasPutIsReadWithoutTheDatabase() throws Exception {
            var body = dev.jebi.content.Content.of(new byte[300_000]);
            var range = store().put(body);
            close();
            org.assertj.core.api.Assertions.assertThat(store().read(range).octets())
                    .isEqualTo(body.octets());
        }
    }
}
