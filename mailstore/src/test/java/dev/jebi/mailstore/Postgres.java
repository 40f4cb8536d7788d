package dev.jebi.mailstore;

import dev.jebi.mailstore.cluster.ClusterLimits;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/// A real PostgreSQL for the tests of this JVM, one server, and a database for whoever wants one.
/// Where its binaries cannot run, tests that want it are skipped and say so.
final class Postgres {
    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Optional<EmbeddedPostgres> SERVER = start();
    private static String template = "";

    /// So quick that tests need not wait, and so patient that nobody is taken for gone whom a busy
    /// machine keeps waiting.
    static final ClusterLimits LIMITS = limits(Duration.ofSeconds(30), Duration.ofMinutes(2));

    /// For those who have to find out that a database or a node is gone.
    private static final ClusterLimits IMPATIENT =
            limits(Duration.ofSeconds(5), Duration.ofSeconds(2));

    private Postgres() {}

    private static ClusterLimits limits(Duration patience, Duration deadAfter) {
        return new ClusterLimits(
                1_000,
                4 << 20,
                10_000,
                256 << 10,
                8,
                50,
                patience,
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                deadAfter,
                Duration.ofMillis(100));
    }

    private static Optional<EmbeddedPostgres> start() {
        try {
            return Optional.of(server());
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=test.postgres outcome=skipped", e);
            return Optional.empty();
        }
    }

    private static EmbeddedPostgres server() throws IOException {
        return builder().start();
    }

    /// A server of its own, for tests that stop it and start it again with what it had.
    ///
    /// @param port 0 for any
    static EmbeddedPostgres server(Path directory, int port) throws IOException {
        Assumptions.assumeTrue(
                SERVER.isPresent(), "the binaries of PostgreSQL do not run on this machine");
        return builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    /// A server of its own that syncs what it commits.
    static EmbeddedPostgres durable(Path directory) throws IOException {
        return builder().setDataDirectory(directory).setServerConfig("fsync", "on").start();
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "200")
                .setServerConfig("fsync", "off");
    }

    /// A database with the tables of a store, which is empty.
    static DataSource database() throws SQLException, IOException {
        Assumptions.assumeTrue(
                SERVER.isPresent(), "the binaries of PostgreSQL do not run on this machine");
        return copy(SERVER.orElseThrow(), template());
    }

    /// Made once: migrations take longer than a copy.
    private static synchronized String template() throws SQLException, IOException {
        if (template.isEmpty()) {
            String name = "jebi" + DATABASES.incrementAndGet();
            var source = copy(SERVER.orElseThrow(), "template0", name);
            node(source, "template").close();
            template = name;
        }
        return template;
    }

    /// A copy of a database that nobody is connected to, on the server that all share.
    static DataSource copyOf(DataSource database) throws SQLException {
        return copy(
                SERVER.orElseThrow(),
                Objects.requireNonNull(((PGSimpleDataSource) database).getDatabaseName()));
    }

    /// A database without anything, of the server that all share.
    static DataSource blank() throws SQLException {
        Assumptions.assumeTrue(
                SERVER.isPresent(), "the binaries of PostgreSQL do not run on this machine");
        return empty(SERVER.orElseThrow());
    }

    /// A database without anything.
    static DataSource empty() throws SQLException {
        Assumptions.assumeTrue(
                SERVER.isPresent(), "the binaries of PostgreSQL do not run on this machine");
        return empty(SERVER.orElseThrow());
    }

    /// A database without anything.
    static DataSource empty(EmbeddedPostgres server) throws SQLException {
        return copy(server, "template0");
    }

    private static DataSource copy(EmbeddedPostgres server, String from) throws SQLException {
        return copy(server, from, "jebi" + DATABASES.incrementAndGet());
    }

    private static DataSource copy(EmbeddedPostgres server, String from, String name)
            throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            // whoever was connected to the template may not have gone yet
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .ignoreExceptionsMatching(Postgres::isInUse)
                    .until(() ->
                            !statement.execute("create database " + name + " template " + from));
        }
        var source = new PGSimpleDataSource();
        source.setUrl(server.getJdbcUrl("postgres", name));
        source.setReWriteBatchedInserts(true);
        source.setLogServerErrorDetail(false);
        source.setConnectTimeout(20);
        source.setSocketTimeout(60);
        return source;
    }

    private static boolean isInUse(Throwable failure) {
        return failure instanceof SQLException refusal
                && PSQLState.OBJECT_IN_USE.getState().equals(refusal.getSQLState());
    }

    /// A node on a database.
    static MailStore node(DataSource database, String name) throws IOException {
        return node(database, name, StoreLimits.STANDARD);
    }

    /// A node that soon takes its database, or another node, for gone.
    static MailStore impatient(DataSource database, String name) throws IOException {
        return ClusterStore.open(
                database,
                ClusterSettings.of("jdbc:postgresql:", name),
                IMPATIENT,
                StoreLimits.STANDARD,
                InstantSource.system());
    }

    static MailStore node(DataSource database, String name, StoreLimits limits) throws IOException {
        return node(database, name, limits, InstantSource.system());
    }

    static MailStore node(DataSource database, String name, StoreLimits limits, InstantSource clock)
            throws IOException {
        return ClusterStore.open(
                database, ClusterSettings.of("jdbc:postgresql:", name), LIMITS, limits, clock);
    }
}
