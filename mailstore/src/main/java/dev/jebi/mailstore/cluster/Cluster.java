package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.cluster.Replay.Gap;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.trace.TraceBlocks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import javax.sql.DataSource;

/// This process as one node of a cluster: opened, it has a log to append to and an index to read
/// from, and tells its [Replica] what the others do. Safe for use by several threads.
public final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final Database database;
    private final Replica replica;
    private final ClusterLimits limits;
    private final Replay replay;
    private final Nodes nodes;
    private final ContentStore store;
    private final SharedLog log;
    private final Listener listener;
    private final Sweeper sweeper;
    private final Reachable reachable = new Reachable();

    /// Opens the content store of a node.
    public interface ContentOpening {
        /// Opens it.
        ContentStore open(Opener opener) throws IOException;
    }

    /// Who opens a content store.
    ///
    /// @param incarnation a number that no other node has or had, nor this one before
    /// @param store the id of the store
    /// @param database keeps octets in the database itself
    public record Opener(long incarnation, String store, ContentStore database) {}

    private Cluster(
            Database database,
            Replica replica,
            Nodes nodes,
            ContentStore store,
            ClusterLimits limits) {
        this.database = database;
        this.replica = replica;
        this.limits = limits;
        this.nodes = nodes;
        this.store = store;
        this.replay = new Replay(replica);
        var bodies = new Bodies(database, store);
        var parts =
                new SharedLog.Parts(
                        new Transactions(database, replay, bodies, nodes),
                        replay,
                        bodies,
                        nodes,
                        this::reload,
                        reachable);
        this.log = new SharedLog(parts, limits);
        this.listener = new Listener(database, parts, limits);
        this.sweeper = new Sweeper(database, store, nodes, limits.grace());
    }

    /// Opens a node, and gives its replica the state that the database has.
    ///
    /// @param name the name of this node, which no other has
    /// @param content where octets are kept, if not in the database
    /// @param shard its number among the databases of the store
    /// @throws IOException when the database cannot be used; a sentence says why
    public static Cluster open(
            DataSource source,
            String name,
            ClusterLimits limits,
            Replica replica,
            Optional<ContentOpening> content,
            Shard shard)
            throws IOException {
        var database = Database.open(source, limits, shard);
        boolean opened = false;
        try {
            if (!database.<Boolean>run(MigrationTables::whole)) {
                throw new IOException(
                        "a store is being moved into the database, and not all of it is there:"
                                + " run 'jebi store migrate' again");
            }
            var nodes = new Nodes(name, limits, replica);
            database.run(connection -> {
                nodes.register(connection);
                return true;
            });
            var store = contents(database, nodes.incarnation(), content);
            var cluster = new Cluster(database, replica, nodes, store, limits);
            cluster.load();
            cluster.log.start();
            cluster.listener.start();
            cluster.sweeper.start();
            opened = true;
            return cluster;
        } finally {
            if (!opened) {
                database.close();
            }
        }
    }

    /// Opens the octets, in the database where nothing else is said.
    static ContentStore contents(
            Database database, long incarnation, java.util.Optional<ContentOpening> content)
            throws IOException {
        var inside = new DatabaseContent(database, incarnation);
        if (content.isEmpty()) {
            return inside;
        }
        return content.get().open(new Opener(incarnation, database.store(), inside));
    }

    /// Ends what this node was before, if it was killed: nobody need wait until it is taken for
    /// dead. Called when the replica takes that.
    public void succeed() {
        try {
            for (long before : database.run(nodes::before)) {
                LOG.info(
                        "event=cluster.node incarnation={} outcome=succeeded by={}",
                        before,
                        incarnation());
                replica.ended(before);
                database.run(connection -> {
                    nodes.forget(connection, before);
                    return true;
                });
            }
        } catch (IOException e) {
            // it is taken for dead in time
            LOG.warn("event=cluster.succeed outcome=failed reason=\"{}\"", e.getMessage());
        }
    }

    /// The log that all nodes share.
    public Log log() {
        return log;
    }

    /// The trace that all nodes share.
    public TraceBlocks trace() {
        return new TraceTable(database);
    }

    /// This node's incarnation: the number by which the others know it.
    public long incarnation() {
        return nodes.incarnation();
    }

    /// The id of the database.
    public String database() throws IOException {
        return database.run(Shards::id);
    }

    /// Takes a database in as a shard of the store whose first one this is, or finds that it is.
    ///
    /// @param id the id of that database
    /// @throws IOException when another database is that shard
    public void admit(Shard shard, String id) throws IOException {
        String known = database.transact(connection -> Shards.admit(connection, shard, id));
        if (!known.equals(id)) {
            throw new IOException(
                    "shard "
                            + shard.number()
                            + " of the store is another database than the one configured");
        }
    }

    /// Random octets that only this store knows.
    public byte[] key() {
        return database.key();
    }

    /// The index, as of one moment in each [IndexReader#read]; what was seen in there is published
    /// on this node when it returns.
    public IndexReader index() {
        return this::read;
    }

    private <T> T read(IndexReader.Reading<T> reading) throws IOException {
        reachable.check();
        return database.snapshot(connection -> {
            long end = LogTable.end(connection);
            T result = reading.from(connection);
            publishedUpTo(connection, end);
            return result;
        });
    }

    private void publishedUpTo(Connection connection, long end) throws SQLException {
        if (replay.end() >= end) {
            return;
        }
        try {
            if (!replay.take(limits.patience())) {
                throw new java.sql.SQLTransientConnectionException("no answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
        try {
            replay.catchUp(connection, end);
        } catch (Gap e) {
            reloadFrom(connection, e);
        } finally {
            replay.give();
        }
    }

    private void load() throws IOException {
        database.snapshot(connection -> {
            replay.take();
            try {
                load(connection);
            } finally {
                replay.give();
            }
            return true;
        });
    }

    private void load(Connection connection) throws SQLException {
        long end = LogTable.end(connection);
        var index = new Moment(connection);
        try {
            replica.reload(index.state(), index);
        } catch (IOException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
        }
        replay.loaded(end);
    }

    /// The index as of the moment of one connection's transaction.
    private record Moment(Connection connection) implements IndexReader {
        @Override
        public <T> T read(Reading<T> reading) throws IOException {
            try {
                return reading.from(connection);
            } catch (SQLException e) {
                throw new IOException("the index cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private void reload(Gap why) throws IOException {
        LOG.warn("event=cluster.reload node={} reason=\"{}\"", incarnation(), why.getMessage());
        load();
    }

    private void reloadFrom(Connection connection, Gap why) throws SQLException {
        LOG.warn("event=cluster.reload node={} reason=\"{}\"", incarnation(), why.getMessage());
        load(connection);
    }

    /// This node ends and could not note that: the others have to find out.
    public void owe() {
        nodes.owe();
    }

    /// Lets what waits through, and takes part no more.
    @Override
    public void close() {
        sweeper.close();
        log.close();
        listener.close();
        store.close();
        database.close();
    }
}
