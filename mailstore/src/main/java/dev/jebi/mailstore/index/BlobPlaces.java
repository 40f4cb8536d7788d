package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Place;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the index knows of octets: where they stand. Safe for use by several threads.
public record BlobPlaces(IndexReader index) {
    private static final int PAGE = 5_000;

    /// Octets that something refers to.
    public record Stored(long blob, Place place) {}

    /// What takes them.
    public interface Taker {
        /// The next one.
        void take(Stored stored) throws IOException;
    }

    /// Where octets stand; empty when nothing refers to them any more.
    public Optional<Place> place(long blob) throws IOException {
        return page("where id = ?", blob).stream().findFirst().map(Stored::place);
    }

    /// Hands over all, ascending by number, a page at a time.
    public void forEach(Taker taker) throws IOException {
        long after = Long.MIN_VALUE;
        List<Stored> page;
        do {
            page = page("where id > ? order by id limit " + PAGE, after);
            for (Stored stored : page) {
                taker.take(stored);
                after = stored.blob();
            }
        } while (page.size() == PAGE);
    }

    private List<Stored> page(String which, long id) throws IOException {
        return index.read(connection -> page(connection, which, id));
    }

    private static List<Stored> page(Connection connection, String which, long id)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select id, location, head_length, octets from blob " + which)) {
            statement.setLong(1, id);
            try (var rows = statement.executeQuery()) {
                var page = new ArrayList<Stored>();
                while (rows.next()) {
                    var place = new Place(rows.getLong(2), rows.getInt(3), rows.getLong(4));
                    page.add(new Stored(rows.getLong(1), place));
                }
                return page;
            }
        }
    }

    /// How many octets' places are from `from` on and before `to`.
    public long living(long from, long to) throws IOException {
        return index.read(connection -> {
            try (var statement =
                    connection.prepareStatement(
                            "select count(*) from blob where location >= ? and location < ?")) {
                statement.setLong(1, from);
                statement.setLong(2, to);
                try (var rows = statement.executeQuery()) {
                    return rows.next() ? rows.getLong(1) : 0L;
                }
            }
        });
    }
}
