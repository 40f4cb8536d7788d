package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.journal.ContentLocation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// Where the bodies of records are: positions of the log on one side, objects on the other. Safe
/// for use by several threads.
final class Bodies {
    /// Bodies whose object is remembered.
    private static final int REMEMBERED = 100_000;

    private static final Content NOTHING = Content.of(new byte[0]);

    private final Database database;
    private final ContentStore store;
    private final HeadCache heads = new HeadCache();
    private final ConcurrentSkipListMap<Long, ObjectRange> known = new ConcurrentSkipListMap<>();

    private record Found(long body, ObjectRange range) {}

    Bodies(Database database, ContentStore store) {
        this.database = database;
        this.store = store;
    }

    ContentStore store() {
        return store;
    }

    /// Writes down where the bodies of a batch are, and the heads in them.
    void write(Connection connection, Batch batch) throws SQLException, IOException {
        try (var bodies =
                        connection.prepareStatement(
                                """
                                insert into content (lsn, body_at, octets, object_name, object_at)
                                values (?, ?, ?, ?, ?)
                                """);
                var heads =
                        connection.prepareStatement(
                                "insert into head (body_at, octets) values (?, ?)")) {
            boolean any = false;
            for (Batch.Numbered one : batch.numbered()) {
                if (one.waiting().size() == 0) {
                    continue;
                }
                any = true;
                var range = batch.range(one);
                bodies.setLong(1, one.row().lsn());
                bodies.setLong(2, one.row().body());
                bodies.setLong(3, range.size());
                bodies.setString(4, range.object());
                bodies.setLong(5, range.offset());
                bodies.addBatch();
                for (var change : one.changes()) {
                    if (change instanceof BlobStored(_, var place) && place.headLength() > 0) {
                        long at = place.position() - place.headLength();
                        heads.setLong(1, at);
                        heads.setBytes(
                                2,
                                one.waiting()
                                        .whole()
                                        .octets(at - one.row().body(), place.headLength()));
                        heads.addBatch();
                    }
                }
            }
            if (any) {
                bodies.executeBatch();
                heads.executeBatch();
            }
        }
    }

    /// The batch is in the log.
    void committed(Batch batch) {
        for (Batch.Numbered one : batch.numbered()) {
            if (one.waiting().size() > 0) {
                remember(one.row().body(), batch.range(one));
            }
        }
    }

    private void remember(long body, ObjectRange range) {
        known.put(body, range);
        if (known.size() > REMEMBERED) {
            known.pollFirstEntry();
        }
    }

    /// Octets by their position.
    Content read(ContentLocation location) throws IOException {
        if (location.size() == 0) {
            return NOTHING;
        }
        var found = find(location.position());
        if (found.isEmpty()) {
            throw new NoSuchFileException("octets at " + location.position());
        }
        return store.read(
                found.get()
                        .range()
                        .part(location.position() - found.get().body(), location.size()));
    }

    /// A head, and with it those that are likely to be read next.
    Content head(ContentLocation head, Supplier<List<ContentLocation>> next) throws IOException {
        var here = heads.get(head);
        if (here.isEmpty() && head.size() > 0) {
            var wanted = next.get();
            heads.put(database.run(connection -> HeadCache.read(connection, wanted)));
            here = heads.get(head);
        }
        return here.isPresent() ? Content.of(here.get()) : read(head);
    }

    private Optional<Found> find(long position) throws IOException {
        var here = known.floorEntry(position);
        if (here != null && position < here.getKey() + here.getValue().size()) {
            return Optional.of(new Found(here.getKey(), here.getValue()));
        }
        var there = database.run(connection -> Optional.ofNullable(find(connection, position)));
        there.ifPresent(found -> remember(found.body(), found.range()));
        return there;
    }

    private static @Nullable Found find(Connection connection, long position) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select body_at, octets, object_name, object_at from content
                        where lsn <= ? order by lsn desc limit 1
                        """)) {
            statement.setLong(1, position);
            try (var rows = statement.executeQuery()) {
                if (!rows.next() || position >= rows.getLong(1) + rows.getLong(2)) {
                    return null;
                }
                return new Found(
                        rows.getLong(1),
                        new ObjectRange(rows.getString(3), rows.getLong(4), rows.getLong(2)));
            }
        }
    }
}
