package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Logged;
import dev.jebi.mailstore.cluster.Cluster;
import dev.jebi.mailstore.cluster.ClusterLimits;
import dev.jebi.mailstore.cluster.Replica;
import dev.jebi.mailstore.cluster.Shard;
import dev.jebi.mailstore.index.Follower;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.index.IndexState;
import dev.jebi.mailstore.trace.TraceBlocks;

import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

/// The store of a node that shares it with others: PostgreSQL has the log and the index, and any
/// node takes any session.
public final class ClusterStore {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterStore.class);
    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SECONDS = 30;

    private ClusterStore() {}

    /// Opens a node's view of the store, whose tables are made where they are missing.
    ///
    /// @param directory what the node has of its own; no other process may use it meanwhile
    /// @throws StoreInUse when another process has the directory
    /// @throws IOException when the database cannot be reached or used; a sentence says why
    public static MailStore open(
            Path directory, ClusterSettings settings, StoreLimits limits, InstantSource clock)
            throws IOException {
        return open(directory, List.of(settings), limits, clock);
    }

    /// As the other one, of a store whose accounts are spread over several databases.
    ///
    /// @param settings of each shard, in the order of their numbers
    public static MailStore open(
            Path directory, List<ClusterSettings> settings, StoreLimits limits, InstantSource clock)
            throws IOException {
        var shards = new ArrayList<Node>();
        var lock = StoreDirectory.keep(directory);
        boolean opened = false;
        try {
            for (ClusterSettings one : settings) {
                var shard = new Shard(shards.size());
                // the first is closed last, and lets go of the directory
                var terms =
                        shards.isEmpty()
                                ? new Terms(limits, clock, shard, () -> release(lock))
                                : new Terms(limits, clock, shard);
                var mine = one.named(NodeName.in(directory, one.node()));
                shards.add(node(source(mine), mine, ClusterLimits.STANDARD, terms));
            }
            var store = shards.size() == 1 ? shards.getFirst().store : ShardedStore.of(shards);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                shards.reversed().forEach(node -> node.store.close());
                release(lock);
            }
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("event=unlock outcome=failed reason=\"{}\"", e.getMessage());
        }
    }

    /// A shard as this node sees it.
    record Node(JournaledStore store, Cluster cluster) {}

    /// On what terms a shard is opened.
    ///
    /// @param end run when it has been closed
    record Terms(StoreLimits limits, InstantSource clock, Shard shard, Runnable end) {
        /// Of the one database of a store.
        Terms(StoreLimits limits, InstantSource clock, Shard shard) {
            this(
                    limits,
                    clock,
                    shard,
                    () -> {
                        // nothing is the caller's
                    });
        }
    }

    /// Connections to the database.
    static DataSource source(ClusterSettings settings) throws IOException {
        var source = new PGSimpleDataSource();
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        source.setApplicationName("jebi");
        source.setLogServerErrorDetail(false); // it would show what is in the statement
        try {
            source.setUrl(settings.url());
        } catch (IllegalArgumentException e) {
            throw new IOException("store.url is no address of a PostgreSQL database", e);
        }
        settings.user().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        return source;
    }

    /// As the other one, by any source of connections.
    static MailStore open(
            DataSource source,
            ClusterSettings settings,
            ClusterLimits clusterLimits,
            StoreLimits limits,
            InstantSource clock)
            throws IOException {
        return node(source, settings, clusterLimits, new Terms(limits, clock, Shard.HOME)).store;
    }

    /// Opens one shard.
    static Node node(
            DataSource source, ClusterSettings settings, ClusterLimits clusterLimits, Terms terms)
            throws IOException {
        var ringer = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        boolean opened = false;
        try {
            var queue = new QueueState(ringer);
            var inventory = new Inventory(ringer, queue);
            var memory = new Memory(inventory, queue, new Ids(terms.clock, terms.shard.lastId()));
            var cluster =
                    Cluster.open(
                            source,
                            settings.node(),
                            clusterLimits,
                            memory,
                            settings.content(),
                            terms.shard);
            opened = true;
            var follower = new Applied(inventory);
            queue.node(cluster::incarnation);
            var leases =
                    new Leases(
                            queue,
                            new Committer(cluster.log(), inventory, follower),
                            cluster::incarnation);
            memory.leases = Optional.of(leases);
            var store =
                    new StoreAssembly(terms.limits, terms.clock, cluster.key())
                            .assemble(
                                    new StoreAssembly.Core(
                                            cluster.index(),
                                            inventory,
                                            queue,
                                            memory.ids,
                                            follower,
                                            cluster.log(),
                                            Optional.of(leases),
                                            Optional.empty(), // a node searches by reading
                                            trace(cluster, terms),
                                            Optional.empty(), // and needs no upkeep
                                            () -> {
                                                close(cluster, leases, ringer);
                                                terms.end.run();
                                            }));
            opened = true;
            cluster.succeed();
            return new Node(store, cluster);
        } finally {
            if (!opened) {
                ringer.shutdownNow();
            }
        }
    }

    /// In the first of several databases.
    private static Optional<TraceBlocks> trace(Cluster cluster, Terms terms) {
        return terms.limits.trace().none() || !terms.shard.equals(Shard.HOME)
                ? Optional.empty()
                : Optional.of(cluster.trace());
    }

    private static void close(Cluster cluster, Leases leases, ExecutorService ringer) {
        try {
            leases.end();
        } catch (IOException e) {
            // the others find out by themselves, as long as this node is in their list
            cluster.owe();
            LOG.warn("event=leave outcome=failed reason=\"{}\"", e.getMessage());
        }
        cluster.close();
        ringer.shutdown();
    }

    /// The index never lags here: a record is applied in the transaction that makes it durable.
    private record Applied(Inventory inventory) implements Follower {
        @Override
        public void take(Logged logged, int size) {
            inventory.applied(logged.lsn());
        }

        @Override
        public boolean awaitRoom() {
            return true;
        }
    }

    /// This node's memory.
    private static final class Memory implements Replica {
        private final Inventory inventory;
        private final QueueState queue;
        private final Ids ids;
        private volatile Optional<Leases> leases = Optional.empty();

        Memory(Inventory inventory, QueueState queue, Ids ids) {
            this.inventory = inventory;
            this.queue = queue;
            this.ids = ids;
        }

        @Override
        public void publish(Logged record) {
            ids.seen(record.changes());
            inventory.publish(record.lsn(), record.changes());
            inventory.level(record.changes());
            inventory.applied(record.lsn());
        }

        @Override
        public void level(List<Change> changes) {
            inventory.level(changes);
        }

        @Override
        public void reload(IndexState state, IndexReader index) throws IOException {
            ids.seen(state.lastId(), state.lastUidValidity());
            new Reload(inventory, queue).take(state.changes(), index);
        }

        @Override
        public void ended(long incarnation) throws IOException {
            if (leases.isEmpty()) {
                throw new IOException("this node is not open yet");
            }
            leases.get().ended(incarnation);
        }
    }
}
