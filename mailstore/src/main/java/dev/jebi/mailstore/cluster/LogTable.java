package dev.jebi.mailstore.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The tables of the log: where it ends, and the records that somebody may lack.
final class LogTable {
    /// Records that are read at once.
    static final int STEP = 1_000;

    private LogTable() {}

    /// Where the log ends, for nobody else to move until this transaction ends.
    static long lock(Connection connection) throws SQLException {
        return number(connection, "select log_end from shared_log where id = 1 for update");
    }

    /// Where the log ends.
    static long end(Connection connection) throws SQLException {
        return number(connection, "select log_end from shared_log where id = 1");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("the database has no log");
            }
            return rows.getLong(1);
        }
    }

    static void end(Connection connection, long end) throws SQLException {
        try (var statement =
                connection.prepareStatement("update shared_log set log_end = ? where id = 1")) {
            statement.setLong(1, end);
            statement.executeUpdate();
        }
    }

    /// The next records from there on, at most [#STEP].
    static List<LogRow> from(Connection connection, long lsn) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select lsn, next_lsn, node, batch, entry, meta from log
                        where lsn >= ? order by lsn limit ?
                        """)) {
            statement.setLong(1, lsn);
            statement.setInt(2, STEP);
            var found = new ArrayList<LogRow>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            new LogRow(
                                    rows.getLong(1),
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getInt(5),
                                    rows.getBytes(6)));
                }
            }
            return found;
        }
    }

    static void insert(Connection connection, List<LogRow> records) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        insert into log (lsn, next_lsn, node, batch, entry, meta)
                        values (?, ?, ?, ?, ?, ?)
                        """)) {
            for (LogRow row : records) {
                statement.setLong(1, row.lsn());
                statement.setLong(2, row.next());
                statement.setLong(3, row.node());
                statement.setLong(4, row.batch());
                statement.setInt(5, row.entry());
                statement.setBytes(6, row.meta());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
