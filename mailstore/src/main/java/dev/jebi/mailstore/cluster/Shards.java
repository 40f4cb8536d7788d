package dev.jebi.mailstore.cluster;

import java.sql.Connection;
import java.sql.SQLException;

/// Which databases make up a store, in the first of them.
final class Shards {
    private Shards() {}

    static String id(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery("select store_uuid from store_state where id = 1")) {
            found.next();
            return found.getString(1);
        }
    }

    /// @return the id of the database that is the shard
    static String admit(Connection connection, Shard shard, String id) throws SQLException {
        try (var lock = connection.createStatement();
                var select =
                        connection.prepareStatement(
                                "select store_uuid from shard where number = ?");
                var insert =
                        connection.prepareStatement(
                                "insert into shard (number, store_uuid) values (?, ?)")) {
            lock.executeQuery("select id from store_state where id = 1 for update").close();
            select.setInt(1, shard.number());
            try (var found = select.executeQuery()) {
                if (found.next()) {
                    return found.getString(1);
                }
            }
            insert.setInt(1, shard.number());
            insert.setString(2, id);
            insert.executeUpdate();
            return id;
        }
    }
}
