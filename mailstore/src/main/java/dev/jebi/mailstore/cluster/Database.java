package dev.jebi.mailstore.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.jebi.mailstore.index.IndexReader.Reading;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

import javax.sql.DataSource;

/// The database that the nodes share. Safe for use by several threads.
final class Database implements AutoCloseable {
    /// What this program writes into it; a greater one is of a newer program.
    private static final int FORMAT = 1;

    /// Positions begin here: 0 is no position.
    private static final long FIRST = 4096;

    private static final int KEY_OCTETS = 32;

    private final DataSource source;
    private final HikariDataSource pool;
    private final Dialect dialect;
    private final Claim claim;

    /// What the tables say whose they are.
    record Claim(String store, byte[] key) {}

    private Database(DataSource source, HikariDataSource pool, Dialect dialect, Claim claim) {
        this.source = source;
        this.pool = pool;
        this.dialect = dialect;
        this.claim = claim;
    }

    /// Opens it, and makes its tables where they are missing.
    ///
    /// @param shard its number among the databases that make up the store
    static Database open(DataSource source, ClusterLimits limits, Shard shard) throws IOException {
        try {
            migrate(source);
            try (var connection = source.getConnection()) {
                var dialect = Dialect.of(connection);
                dialect.check(connection);
                var claim = claim(connection, dialect, shard);
                return new Database(source, pool(source, limits), dialect, claim);
            }
        } catch (SQLException e) {
            throw failure(e);
        } catch (FlywayException e) {
            throw new IOException("the database cannot be used: " + e.getMessage(), e);
        }
    }

    /// Makes the tables that are missing.
    static void migrate(DataSource source) throws IOException {
        var flyway =
                Flyway.configure()
                        .dataSource(source)
                        .locations("classpath:db/migration/common")
                        .load();
        for (var migration : flyway.info().applied()) {
            if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
                throw newer();
            }
        }
        flyway.migrate();
    }

    private static IOException newer() {
        return new IOException("the database was written by a newer Jebi");
    }

    /// Makes empty tables a store's.
    private static Claim claim(Connection connection, Dialect dialect, Shard shard)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            // the row that is always there is the lock: of several nodes at once one claims
            statement.executeQuery("select id from store_state where id = 1 for update").close();
            try (var found =
                    statement.executeQuery(
                            """
                            select l.format, s.store_uuid, l.store_key, l.log_end
                            from shared_log l join store_state s on s.id = l.id where l.id = 1
                            """)) {
                if (found.next()) {
                    if (found.getInt(1) > FORMAT) {
                        throw newer();
                    }
                    shard.check(found.getLong(4));
                    return new Claim(found.getString(2), found.getBytes(3));
                }
            }
            byte[] key = new byte[KEY_OCTETS];
            new SecureRandom().nextBytes(key);
            var claim = new Claim(UUID.randomUUID().toString(), key);
            insert(connection, claim, shard);
            for (String sql : dialect.schema()) {
                statement.execute(sql);
            }
            connection.commit();
            return claim;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// Makes empty tables those of a new store.
    static void insert(Connection connection, Claim claim, Shard shard) throws SQLException {
        try (var log =
                        connection.prepareStatement(
                                """
                                insert into shared_log (id, format, log_end, last_node, store_key)
                                values (1, ?, ?, 0, ?)
                                """);
                var store =
                        connection.prepareStatement(
                                "update store_state set store_uuid = ?, last_id = ? where id ="
                                        + " 1")) {
            log.setInt(1, FORMAT);
            log.setLong(2, shard.firstPosition() + FIRST);
            log.setBytes(3, claim.key());
            log.executeUpdate();
            store.setString(1, claim.store());
            store.setInt(2, shard.firstId());
            store.executeUpdate();
        }
    }

    private static HikariDataSource pool(DataSource source, ClusterLimits limits) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(limits.readers());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(limits.patience().toMillis());
        config.setPoolName("jebi-cluster");
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    Dialect dialect() {
        return dialect;
    }

    /// Random octets that only this store knows.
    byte[] key() {
        return claim.key().clone();
    }

    /// The id of the store.
    String store() {
        return claim.store();
    }

    /// A connection that writes, for one thread; nothing is committed by itself.
    Connection writer() throws SQLException {
        var connection = source.getConnection();
        try (var statement = connection.createStatement()) {
            for (String sql : dialect.session()) {
                statement.execute(sql);
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// A connection of its own.
    Connection connect() throws SQLException {
        return source.getConnection();
    }

    /// Runs something on one of the connections that are shared, each statement for itself.
    <T> T run(Reading<T> reading) throws IOException {
        try (var connection = pool.getConnection()) {
            return reading.from(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /// Runs something in a transaction.
    <T> T transact(Reading<T> reading) throws IOException {
        return run(connection -> {
            connection.setAutoCommit(false);
            T result = reading.from(connection);
            connection.commit();
            return result;
        });
    }

    /// Reads as of one moment.
    <T> T snapshot(Reading<T> reading) throws IOException {
        return run(connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            T result = reading.from(connection);
            connection.rollback();
            return result;
        });
    }

    /// What a failure is to those outside.
    static IOException failure(SQLException failure) {
        return Fault.of(failure) == Fault.REFUSED
                ? new IOException("the database refuses: " + failure.getMessage(), failure)
                : new StoreUnreachable(failure);
    }

    @Override
    public void close() {
        pool.close();
    }
}
