package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.cluster.MigrationTarget.Arrival;
import dev.jebi.mailstore.cluster.MigrationTarget.NotEmpty;
import dev.jebi.mailstore.cluster.MigrationTarget.Source;
import dev.jebi.mailstore.index.IndexLoad;

import org.flywaydb.core.api.FlywayException;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.sql.DataSource;

/// The SQL of a move.
final class MigrationTables {
    /// Tables that hold octets, or are not of the store's state.
    private static final Set<String> NO_STATE =
            Set.of(
                    "blob",
                    "content",
                    "content_part",
                    "head",
                    "log",
                    "migration",
                    "node",
                    "placement",
                    "shard",
                    "shared_log",
                    "store_state",
                    "trace_block",
                    "trace_key",
                    "flyway_schema_history");

    private MigrationTables() {}

    /// Makes an empty database the source's.
    ///
    /// @return false when it was empty, true when a move of this store was broken off in it
    static boolean claim(DataSource to, Source source) throws IOException {
        try {
            Database.migrate(to);
        } catch (FlywayException e) {
            throw new IOException("the database cannot be used: " + e.getMessage(), e);
        }
        try (var connection = to.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean resumed = claim(connection, source);
                connection.commit();
                return resumed;
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw Database.failure(e);
        }
    }

    private static boolean claim(Connection connection, Source source)
            throws SQLException, NotEmpty {
        String store = store(connection);
        if (store.equals(source.store())) {
            if (whole(connection)) {
                throw new NotEmpty("this store has been moved to that database already");
            }
            return true;
        }
        if (!store.equals("-")) {
            throw new NotEmpty("the database holds another store; give an empty one");
        }
        Database.insert(connection, new Database.Claim(source.store(), source.key()), Shard.HOME);
        try (var state =
                        connection.prepareStatement(
                                "update store_state set store_uuid = ?, applied_lsn = ?");
                var progress =
                        connection.prepareStatement("insert into migration values (1, ?, 0)");
                var statement = connection.createStatement()) {
            state.setString(1, source.store());
            state.setLong(2, IndexLoad.UNFINISHED);
            state.executeUpdate();
            progress.setLong(1, source.applied());
            progress.executeUpdate();
            for (String sql : Dialect.of(connection).schema()) {
                statement.execute(sql);
            }
        }
        return false;
    }

    /// The id of the store.
    static String store(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select store_uuid from store_state where id = 1 for update")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /// A number that no node has or had.
    static long incarnation(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("update shared_log set last_node = last_node + 1 where id = 1");
            try (var rows = statement.executeQuery("select last_node from shared_log")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /// Whether no move is under way.
    static boolean whole(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from migration")) {
            return !rows.next();
        }
    }

    /// The position of the source, and the pages that are here.
    static long[] progress(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select source_lsn, pages from migration")) {
            rows.next();
            return new long[] {rows.getLong(1), rows.getLong(2)};
        }
    }

    static void page(Connection connection, long number) throws SQLException {
        try (var statement = connection.prepareStatement("update migration set pages = ?")) {
            statement.setLong(1, number);
            statement.executeUpdate();
        }
    }

    /// Writes down where bodies are, and their heads: each body is a record's of its own.
    static void places(Connection connection, List<Arrival> arrivals, List<ObjectRange> ranges)
            throws SQLException {
        try (var bodies =
                        connection.prepareStatement(
                                """
                                insert into content (lsn, body_at, octets, object_name, object_at)
                                values (?, ?, ?, ?, ?)
                                """);
                var heads =
                        connection.prepareStatement(
                                "insert into head (body_at, octets) values (?, ?)")) {
            for (int i = 0; i < arrivals.size(); i++) {
                var one = arrivals.get(i);
                var range = ranges.get(i);
                bodies.setLong(1, one.at());
                bodies.setLong(2, one.at());
                bodies.setLong(3, range.size());
                bodies.setString(4, range.object());
                bodies.setLong(5, range.offset());
                bodies.addBatch();
                if (one.place().headLength() > 0) {
                    heads.setLong(1, one.at());
                    heads.setBytes(2, one.body().octets(0, one.place().headLength()));
                    heads.addBatch();
                }
            }
            bodies.executeBatch();
            heads.executeBatch();
        } catch (IOException e) {
            throw new SQLException("octets of the source cannot be read", e);
        }
    }

    /// Forgets octets.
    ///
    /// @return the objects that held them
    static List<String> drop(Connection connection, Collection<Long> blobs) throws SQLException {
        var objects = new ArrayList<String>();
        try (var find =
                        connection.prepareStatement(
                                """
                                select c.lsn, c.object_name from blob b
                                join content c on c.lsn = b.location - b.head_length
                                where b.id = ?
                                """);
                var content = connection.prepareStatement("delete from content where lsn = ?");
                var head = connection.prepareStatement("delete from head where body_at = ?");
                var blob = connection.prepareStatement("delete from blob where id = ?")) {
            for (long id : blobs) {
                find.setLong(1, id);
                try (var rows = find.executeQuery()) {
                    while (rows.next()) {
                        content.setLong(1, rows.getLong(1));
                        content.addBatch();
                        head.setLong(1, rows.getLong(1));
                        head.addBatch();
                        objects.add(rows.getString(2));
                    }
                }
                blob.setLong(1, id);
                blob.addBatch();
            }
            content.executeBatch();
            head.executeBatch();
            blob.executeBatch();
        }
        return objects;
    }

    static void count(Connection connection, List<BlobCounted> blobs) throws SQLException {
        try (var update = connection.prepareStatement("update blob set refs = ? where id = ?")) {
            for (BlobCounted blob : blobs) {
                update.setInt(1, blob.references());
                update.setLong(2, blob.blob());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /// Removes the state, but no octets.
    static void clear(Connection connection, long applied) throws SQLException {
        var tables = new ArrayList<String>();
        try (var rows =
                connection
                        .getMetaData()
                        .getTables(
                                connection.getCatalog(),
                                connection.getSchema(),
                                "%",
                                new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (!NO_STATE.contains(name)) {
                    tables.add(name);
                }
            }
        }
        try (var statement = connection.createStatement();
                var update =
                        connection.prepareStatement(
                                "update migration set source_lsn = ?, pages = 0")) {
            for (String table : tables) {
                statement.executeUpdate("delete from " + table);
            }
            update.setLong(1, applied);
            update.executeUpdate();
        }
    }

    static void finish(Connection connection, long applied, long end) throws SQLException {
        try (var state = connection.prepareStatement("update store_state set applied_lsn = ?");
                var log =
                        connection.prepareStatement(
                                "update shared_log set log_end = ? where id = 1");
                var statement = connection.createStatement()) {
            state.setLong(1, applied);
            state.executeUpdate();
            log.setLong(1, end);
            log.executeUpdate();
            statement.executeUpdate("delete from migration");
        }
    }
}
