package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.RegisterRow;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is read of the register. Common SQL.
public final class RegisterReading {
    private RegisterReading() {}

    /// One value.
    public static Optional<RegisterRow> one(
            Connection connection, int owner, String kind, String key) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select name, expires, octets from register
                        where owner_id = ? and kind = ? and name = ?
                        """)) {
            statement.setInt(1, owner);
            statement.setString(2, kind);
            statement.setBytes(3, RegisterRows.octets(key));
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row(owner, kind, rows)) : Optional.empty();
            }
        }
    }

    private static RegisterRow row(int owner, String kind, ResultSet row) throws SQLException {
        String key = new String(row.getBytes(1), StandardCharsets.UTF_8);
        return new RegisterRow(owner, kind, key, true, row.getLong(2), row.getBytes(3));
    }

    /// The values of a kind with a key behind one, in order.
    public static List<RegisterRow> behind(
            Connection connection, int owner, String kind, String after, int atMost)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select name, expires, octets from register
                        where owner_id = ? and kind = ? and name > ? order by name limit ?
                        """)) {
            statement.setInt(1, owner);
            statement.setString(2, kind);
            statement.setBytes(3, RegisterRows.octets(after));
            statement.setInt(4, atMost);
            var found = new ArrayList<RegisterRow>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row(owner, kind, rows));
                }
            }
            return found;
        }
    }

    /// The first ends, until a time.
    public static List<Long> due(Connection connection, long until, int atMost)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select expires from register where expires <= ? order by expires limit ?
                        """)) {
            statement.setLong(1, until);
            statement.setInt(2, atMost);
            var found = new ArrayList<Long>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
            return found;
        }
    }

    /// The next owner that has values, whose id is greater.
    static Optional<Integer> ownerAfter(Connection connection, int owner) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select min(owner_id) from register where owner_id > ?")) {
            statement.setInt(1, owner);
            try (var row = statement.executeQuery()) {
                row.next();
                int found = row.getInt(1);
                return row.wasNull() ? Optional.empty() : Optional.of(found);
            }
        }
    }

    /// The next kind that an owner has values of.
    static Optional<String> kindAfter(Connection connection, int owner, String kind)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select min(kind) from register where owner_id = ? and kind > ?")) {
            statement.setInt(1, owner);
            statement.setString(2, kind);
            try (var row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        }
    }
}
