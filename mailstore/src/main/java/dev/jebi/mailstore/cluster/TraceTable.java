package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.trace.TraceBlock;
import dev.jebi.mailstore.trace.TraceBlocks;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Blocks of the trace in the database, so that any node answers. Safe for use by several threads.
final class TraceTable implements TraceBlocks {
    /// Blocks that are looked at in one query, and removed in one transaction.
    private static final int PAGE = 50;

    /// Hashes that are looked for in one query.
    private static final int KEYS = 500;

    /// Octets that a block takes beside its own, for each hash.
    private static final int PER_KEY = 80;

    private static final int RANDOM_BITS = 20;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    TraceTable(Database database) {
        this.database = database;
    }

    /// Later blocks have greater ids; nodes do not ask each other for them.
    private long id(TraceBlock block) {
        return (block.last() << RANDOM_BITS) | random.nextInt(1 << RANDOM_BITS);
    }

    @Override
    public void append(List<TraceBlock> blocks) throws IOException {
        database.transact(connection -> {
            for (TraceBlock block : blocks) {
                append(connection, block);
            }
            return true;
        });
    }

    private void append(Connection connection, TraceBlock block) throws SQLException {
        long id = id(block);
        try (var insert =
                        connection.prepareStatement(
                                """
                                insert into trace_block (id, first_at, last_at, size, octets)
                                values (?, ?, ?, ?, ?)
                                """);
                var keys =
                        connection.prepareStatement(
                                "insert into trace_key (hash, block_id) values (?, ?)")) {
            insert.setLong(1, id);
            insert.setLong(2, block.first());
            insert.setLong(3, block.last());
            insert.setInt(4, block.octets().length + PER_KEY * block.keys().length);
            insert.setBytes(5, block.octets());
            insert.executeUpdate();
            for (long key : block.keys()) {
                keys.setLong(1, key);
                keys.setLong(2, id);
                keys.addBatch();
            }
            keys.executeBatch();
        }
    }

    @Override
    public void visit(long[] keys, long since, Visitor visitor) throws IOException {
        for (int from = 0; from < keys.length; from += KEYS) {
            long[] some =
                    java.util.Arrays.copyOfRange(keys, from, Math.min(keys.length, from + KEYS));
            if (!pages(some, since, visitor)) {
                return;
            }
        }
    }

    private record Found(long id, byte[] octets) {}

    private boolean pages(long[] keys, long since, Visitor visitor) throws IOException {
        long before = Long.MAX_VALUE;
        List<Found> page;
        do {
            long end = before;
            page = database.run(connection -> page(connection, keys, since, end));
            for (Found found : page) {
                before = found.id;
                if (!visitor.visit(found.octets)) {
                    return false;
                }
            }
        } while (page.size() == PAGE);
        return true;
    }

    private static List<Found> page(Connection connection, long[] keys, long since, long before)
            throws SQLException {
        var marks = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < keys.length; i++) {
            marks.add("?");
        }
        try (var statement =
                connection.prepareStatement(
                        """
                        select b.id, b.octets from trace_block b
                        where b.id in (select k.block_id from trace_key k where k.hash in %s)
                            and b.id < ? and b.last_at >= ?
                        order by b.id desc limit ?
                        """
                                .formatted(marks))) {
            int at = 1;
            for (long key : keys) {
                statement.setLong(at++, key);
            }
            statement.setLong(at++, before);
            statement.setLong(at++, since);
            statement.setInt(at, PAGE);
            var found = new ArrayList<Found>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Found(rows.getLong(1), rows.getBytes(2)));
                }
            }
            return found;
        }
    }

    @Override
    public void expire(long before, long octets) throws IOException {
        boolean more = true;
        while (more) {
            more = database.transact(connection -> remove(connection, expired(connection, before)));
        }
        long all = database.run(TraceTable::size);
        while (all > octets) {
            if (!database.<Boolean>transact(connection -> remove(connection, oldest(connection)))) {
                break;
            }
            all = database.run(TraceTable::size);
        }
    }

    private static long size(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select coalesce(sum(size), 0) from trace_block")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Long> expired(Connection connection, long before) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select id from trace_block where id < ? order by id limit ?")) {
            statement.setLong(1, before << RANDOM_BITS);
            statement.setInt(2, PAGE);
            return ids(statement);
        }
    }

    private static List<Long> oldest(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement("select id from trace_block order by id limit ?")) {
            statement.setInt(1, PAGE);
            return ids(statement);
        }
    }

    private static List<Long> ids(java.sql.PreparedStatement statement) throws SQLException {
        var ids = new ArrayList<Long>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    /// @return whether there may be more
    private static boolean remove(Connection connection, List<Long> ids) throws SQLException {
        try (var keys = connection.prepareStatement("delete from trace_key where block_id = ?");
                var blocks = connection.prepareStatement("delete from trace_block where id = ?")) {
            for (long id : ids) {
                keys.setLong(1, id);
                keys.addBatch();
                blocks.setLong(1, id);
                blocks.addBatch();
            }
            keys.executeBatch();
            blocks.executeBatch();
        }
        return ids.size() == PAGE;
    }

    @Override
    public void close() {
        // the database is closed by whoever opened it
    }
}
