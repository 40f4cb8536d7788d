package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Place;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What is read of the octets that messages and queue entries refer to.
final class BlobReading {
    private BlobReading() {}

    static List<BlobStored> after(Connection connection, long id, int atMost) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select id, location, head_length, octets from blob
                        where id > ?
                        order by id limit ?
                        """)) {
            statement.setLong(1, id);
            statement.setInt(2, atMost);
            var rows = statement.executeQuery();
            var all = new ArrayList<BlobStored>();
            while (rows.next()) {
                var place = new Place(rows.getLong(2), rows.getInt(3), rows.getLong(4));
                all.add(new BlobStored(rows.getLong(1), place));
            }
            return all;
        }
    }

    static long countAfter(Connection connection, long id) throws SQLException {
        try (var statement =
                connection.prepareStatement("select count(*) from blob where id > ?")) {
            statement.setLong(1, id);
            var rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }
}
