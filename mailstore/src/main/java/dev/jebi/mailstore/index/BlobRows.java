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
    private final Map<Long, Place> moved = new TreeMap<>();
    private final Map<Long, Counted> counted = new TreeMap<>();
    private final TreeMap<Long, Integer> references = new TreeMap<>();
    private final boolean counting;
    private long dropped;

    private record Counted(Place place, int references) {}

    /// @param counting whether references are counted here; else somebody has counted them
    BlobRows(Connection connection, boolean counting) {
        this.connection = connection;
        this.counting = counting;
    }

    void moved(long blob, Place place) {
        if (stored.replace(blob, place) == null) {
            moved.put(blob, place);
        }
    }

    void counted(long blob, Place place, int refs) {
        counted.put(blob, new Counted(place, refs));
    }

    void stored(long blob, Place place) {
        stored.put(blob, place);
    }

    /// Of how many octets a reference was given back, once they are written.
    long dropped() {
        return dropped;
    }

    void refer(long blob, int more) {
        if (counting) {
            references.merge(blob, more, Integer::sum);
        }
    }

    void write() throws SQLException {
        try (var insert = new Sql(connection, "insert into blob values (?, ?, ?, ?, ?)");
                var update = new Sql(connection, "update blob set refs = refs + ? where id = ?");
                var delete = new Sql(connection, "delete from blob where id = ? and refs <= 0");
                var move = new Sql(connection, "update blob set location = ? where id = ?")) {
            for (var entry : counted.entrySet()) {
                var place = entry.getValue().place();
                insert.row(
                        entry.getKey(),
                        place.position(),
                        place.headLength(),
                        place.size(),
                        entry.getValue().references());
            }
            for (var entry : moved.entrySet()) {
                move.row(entry.getValue().position(), entry.getKey());
            }
            for (var entry : references.entrySet()) {
                long blob = entry.getKey();
                int more = entry.getValue();
                Place place = stored.get(blob);
                if (place != null && more > 0) {
                    insert.row(blob, place.position(), place.headLength(), place.size(), more);
                } else if (place != null) {
                    dropped++; // came and went
                } else if (more != 0) {
                    update.row(more, blob);
                    if (more < 0) {
                        delete.row(blob);
                        dropped++;
                    }
                }
            }
            insert.finish();
            update.finish();
            delete.finish();
            move.finish();
        }
    }
}
