package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.cluster.Cluster.ContentOpening;
import dev.jebi.mailstore.index.IndexBatch;
import dev.jebi.mailstore.index.IndexExport;
import dev.jebi.mailstore.index.IndexLoad;
import dev.jebi.mailstore.index.StateSink;
import dev.jebi.mailstore.journal.ContentLocation;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/// A database that a store is moved into, piece by piece. Until [#finish] it says that it is not
/// whole, and no node can be started on it; a move that was broken off is gone on with. Bringing is
/// safe for several threads.
public final class MigrationTarget implements AutoCloseable {
    /// What a record is aligned to, and more: positions that nobody has.
    private static final long STEP = 4096;

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final int TRIES = 10;

    private final Database database;
    private final ContentStore contents;
    private final Bodies bodies;
    private final boolean resumed;

    private MigrationTarget(Database database, ContentStore contents, boolean resumed) {
        this.database = database;
        this.contents = contents;
        this.bodies = new Bodies(database, contents);
        this.resumed = resumed;
    }

    /// What is moved.
    ///
    /// @param store its id
    /// @param key random octets that only it knows
    /// @param applied the position of its index
    public record Source(String store, byte[] key, long applied) {}

    /// A message's octets with its head before them.
    ///
    /// @param refs how many messages and queue entries use them
    public record Arrival(long blob, Place place, int refs, Content body) {
        long at() {
            return place.position() - place.headLength();
        }

        BlobCounted counted() {
            return new BlobCounted(blob, place, refs);
        }
    }

    /// Makes an empty database the source's, or takes one up that a move of it was broken off in.
    ///
    /// @throws NotEmpty when it holds anything else
    public static MigrationTarget open(
            DataSource to, Source source, Optional<ContentOpening> content, ClusterLimits limits)
            throws IOException {
        boolean resumed = MigrationTables.claim(to, source);
        var database = Database.open(to, limits, Shard.HOME);
        boolean opened = false;
        try {
            long incarnation = database.transact(MigrationTables::incarnation);
            var contents = Cluster.contents(database, incarnation, content);
            opened = true;
            return new MigrationTarget(database, contents, resumed);
        } finally {
            if (!opened) {
                database.close();
            }
        }
    }

    /// The database holds something that is not a move of this store that was broken off.
    public static final class NotEmpty extends IOException {
        private static final long serialVersionUID = 1;

        NotEmpty(String message) {
            super(message);
        }
    }

    /// Whether a move was broken off in it.
    public boolean resumed() {
        return resumed;
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private interface Landed {
        boolean yet() throws IOException;
    }

    /// Runs a transaction, again where it lost against another or the answer was lost.
    private void transact(Work work, Landed landed) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                database.transact(connection -> {
                    work.on(connection);
                    return true;
                });
                return;
            } catch (StoreUnreachable e) {
                if (tries == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(this, PAUSE);
                if (landed.yet()) {
                    return;
                }
            }
        }
    }

    /// The octets between two ids that are here already.
    public Map<Long, BlobCounted> blobs(long from, long to) throws IOException {
        return database.run(connection -> {
            try (var statement =
                    connection.prepareStatement(
                            """
                            select id, location, head_length, octets, refs from blob
                            where id between ? and ?
                            """)) {
                statement.setLong(1, from);
                statement.setLong(2, to);
                var here = new HashMap<Long, BlobCounted>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        var place = new Place(rows.getLong(2), rows.getInt(3), rows.getLong(4));
                        here.put(
                                rows.getLong(1),
                                new BlobCounted(rows.getLong(1), place, rows.getInt(5)));
                    }
                }
                return here;
            }
        });
    }

    /// Stores octets and writes down where they are; durable when it returns.
    public void bring(List<Arrival> arrivals) throws IOException {
        var readable = arrivals.stream().filter(one -> one.body().size() > 0).toList();
        var staged = contents.stage(readable.stream().map(Arrival::body).toList());
        bring(arrivals, readable, staged);
    }

    /// As the other one, of one with many octets.
    public void bringLarge(Arrival arrival) throws IOException {
        var range = contents.put(arrival.body());
        var stored =
                new ContentStore.Staged() {
                    @Override
                    public List<ObjectRange> ranges() {
                        return List.of(range);
                    }

                    @Override
                    public void join(Connection transaction) {
                        // stored already
                    }
                };
        bring(List.of(arrival), List.of(arrival), stored);
    }

    private void bring(List<Arrival> all, List<Arrival> readable, ContentStore.Staged staged)
            throws IOException {
        long first = all.getFirst().blob();
        transact(
                connection -> {
                    staged.join(connection);
                    MigrationTables.places(connection, readable, staged.ranges());
                    var batch = IndexBatch.ofSnapshot(connection);
                    for (Arrival one : all) {
                        batch.take(one.counted());
                    }
                    batch.write(IndexLoad.UNFINISHED);
                },
                () -> !blobs(first, first).isEmpty());
    }

    /// Removes octets that the source has no more, or elsewhere.
    public void drop(Collection<Long> blobs) throws IOException {
        if (blobs.isEmpty()) {
            return;
        }
        var objects = new ArrayList<String>();
        transact(
                connection -> {
                    objects.clear();
                    objects.addAll(MigrationTables.drop(connection, blobs));
                },
                () -> false);
        contents.delete(objects);
    }

    /// Removes all octets whose ids are greater.
    public void dropBehind(long blob) throws IOException {
        drop(blobs(blob + 1, Long.MAX_VALUE).keySet());
    }

    /// How many uses octets have that are here already.
    public void count(List<BlobCounted> blobs) throws IOException {
        if (!blobs.isEmpty()) {
            transact(connection -> MigrationTables.count(connection, blobs), () -> false);
        }
    }

    /// How many pages of the source's state are here; 0 when it has changed since: then all of them
    /// are removed, and octets stay.
    public long pages(long applied) throws IOException {
        long[] found = database.transact(MigrationTables::progress);
        if (found[0] == applied) {
            return found[1];
        }
        transact(connection -> MigrationTables.clear(connection, applied), () -> false);
        return 0;
    }

    /// Takes the next page of the source's state.
    public void page(long number, List<Change> changes) throws IOException {
        transact(
                connection -> {
                    var batch = IndexBatch.ofSnapshot(connection);
                    for (Change change : changes) {
                        batch.take(change);
                    }
                    batch.write(IndexLoad.UNFINISHED);
                    MigrationTables.page(connection, number);
                },
                () -> database.run(MigrationTables::progress)[1] >= number);
    }

    /// Hands over the whole state as it is here.
    public void export(StateSink sink) throws IOException {
        try {
            database.snapshot(connection -> {
                try {
                    new IndexExport(connection, sink).run();
                    return true;
                } catch (IOException e) {
                    throw new SQLException(e);
                }
            });
        } catch (IOException e) {
            throw new IOException("what was brought cannot be read: " + e.getMessage(), e);
        }
    }

    /// The octets of a message with its head before them.
    public Content content(Place place) throws IOException {
        return bodies.read(
                new ContentLocation(
                        place.position() - place.headLength(), place.headLength() + place.size()));
    }

    /// It is whole: nodes may start on it.
    ///
    /// @param end where the source's journal ends
    public void finish(long applied, long end) throws IOException {
        transact(
                connection -> MigrationTables.finish(connection, applied, (end / STEP + 2) * STEP),
                () -> database.run(MigrationTables::whole));
    }

    @Override
    public void close() {
        contents.close();
        database.close();
    }
}
