package dev.jebi.mailstore.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// One statement that is run for many rows, in batches.
final class Sql implements AutoCloseable {
    private static final int BATCH = 1_000;

    private final PreparedStatement statement;
    private int waiting;

    Sql(Connection connection, String sql) throws SQLException {
        this.statement = connection.prepareStatement(sql);
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    void row(Object... values) throws SQLException {
        bind(statement, values);
        statement.addBatch();
        if (++waiting == BATCH) {
            run();
        }
    }

    private void run() throws SQLException {
        if (waiting > 0) {
            statement.executeBatch();
            waiting = 0;
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, storable(text));
                case Boolean flag -> statement.setBoolean(i + 1, flag);
                case byte[] octets -> statement.setBytes(i + 1, octets);
                default -> throw new IllegalArgumentException("no SQL value: " + values[i]);
            }
        }
    }

    /// PostgreSQL cannot hold NUL, nor half a character outside the first plane.
    private static String storable(String text) {
        boolean fits = text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
        if (fits) {
            return text;
        }
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c ->
                        c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                                ? 0xFFFD
                                : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    /// Runs what is left.
    void finish() throws SQLException {
        run();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
