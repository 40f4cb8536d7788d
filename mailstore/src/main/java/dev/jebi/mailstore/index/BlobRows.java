package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Place;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The octets that messages and queue entries refer to, in a batch.
final class BlobRows {
    private final Connection connection;
    private final Map<Long, Place> stored = new HashMap<>();
    private final TreeMap<Long, Integer> references = new TreeMap<>();

    BlobRows(Connection connection) {
        this.connection = connection;
    }

    void stored(long blob, Place place) {
        stored.put(blob, place);
    }

    void refer(long blob, int more) {
        references.merge(blob, more, Integer::sum);
    }

    void write() throws SQLException {
        try (var insert = new Sql(connection, "insert into blob values (?, ?, ?, ?, ?)");
                var update = new Sql(connection, "update blob set refs = refs + ? where id = ?");
                var delete = new Sql(connection, "delete from blob where id = ? and refs <= 0")) {
            for (var entry : references.entrySet()) {
                long blob = entry.getKey();
                int more = entry.getValue();
                Place place = stored.get(blob);
                if (place != null && more > 0) {
                    insert.row(blob, place.position(), place.headLength(), place.size(), more);
                } else if (place == null && more != 0) {
                    update.row(more, blob);
                    if (more < 0) {
                        delete.row(blob);
                    }
                }
            }
            insert.finish();
            update.finish();
            delete.finish();
        }
    }
}
