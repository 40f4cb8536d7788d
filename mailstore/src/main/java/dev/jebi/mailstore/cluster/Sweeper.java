package dev.jebi.mailstore.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Deletes the octets of records that no message and no queue entry refers to any more. It walks
/// over all bodies in small steps, on the node that has been there the longest, and takes a small
/// share of the database's time. What it finds it deletes a grace later: somebody may be reading.
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int STEP = 2_000;

    /// A step is followed by a pause that is so many times as long.
    private static final int SHARE = 20;

    /// Between two walks, in graces.
    private static final int REST = 10;

    /// Between two looks for octets that never had a record, in walks.
    private static final int WALKS = 100;

    private final Database database;
    private final ContentStore store;
    private final Nodes nodes;
    private final Duration grace;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean closing;

    private record Body(long lsn, long at, long octets, String object, boolean live) {}

    Sweeper(Database database, ContentStore store, Nodes nodes, Duration grace) {
        this.database = database;
        this.store = store;
        this.nodes = nodes;
        this.grace = grace;
        this.thread = Thread.ofPlatform().daemon().name("cluster-sweeper").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        for (int walks = 1; pause(grace.multipliedBy(REST)); walks++) {
            try {
                if (first()) {
                    walk();
                    if (walks % WALKS == 0) {
                        int lost = store.sweep(this::known);
                        LOG.info("event=cluster.sweep lost={}", lost);
                    }
                }
            } catch (StoreUnreachable e) {
                LOG.debug("event=cluster.sweep outcome=unreachable", e);
            } catch (IOException | RuntimeException e) {
                LOG.warn("event=cluster.sweep outcome=failed reason=\"{}\"", e.getMessage());
            }
        }
    }

    /// Whether this node is the one that sweeps.
    private boolean first() throws IOException {
        return database.run(connection -> {
            try (var statement = connection.prepareStatement("select min(incarnation) from node");
                    var rows = statement.executeQuery()) {
                return rows.next() && rows.getLong(1) == nodes.incarnation();
            }
        });
    }

    private void walk() throws IOException {
        long after = 0;
        int deleted = 0;
        while (true) {
            long begin = System.nanoTime();
            long from = after;
            var bodies = database.run(connection -> bodies(connection, from));
            if (bodies.isEmpty()) {
                break;
            }
            after = bodies.getLast().lsn();
            var dead = bodies.stream().filter(body -> !body.live()).toList();
            long share = SHARE * (System.nanoTime() - begin);
            var pause = Duration.ofNanos(dead.isEmpty() ? share : Math.max(share, grace.toNanos()));
            if (!pause(pause)) {
                return;
            }
            delete(dead);
            deleted += dead.size();
        }
        if (deleted > 0) {
            LOG.info("event=cluster.sweep deleted={}", deleted);
        }
    }

    private static List<Body> bodies(Connection connection, long after) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select c.lsn, c.body_at, c.octets, c.object_name,
                            case when exists (select 1 from blob b
                                where b.location between c.body_at and c.body_at + c.octets)
                            then 1 else 0 end
                        from content c where c.lsn > ? order by c.lsn limit ?
                        """)) {
            statement.setLong(1, after);
            statement.setInt(2, STEP);
            var bodies = new ArrayList<Body>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    bodies.add(
                            new Body(
                                    rows.getLong(1),
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getString(4),
                                    rows.getInt(5) == 1));
                }
            }
            return bodies;
        }
    }

    private void delete(List<Body> dead) throws IOException {
        if (dead.isEmpty()) {
            return;
        }
        database.transact(connection -> {
            try (var heads =
                            connection.prepareStatement(
                                    "delete from head where body_at >= ? and body_at < ?");
                    var bodies = connection.prepareStatement("delete from content where lsn = ?")) {
                for (Body body : dead) {
                    heads.setLong(1, body.at());
                    heads.setLong(2, body.at() + body.octets());
                    heads.addBatch();
                    bodies.setLong(1, body.lsn());
                    bodies.addBatch();
                }
                heads.executeBatch();
                return bodies.executeBatch();
            }
        });
        var objects = new HashSet<String>();
        dead.forEach(body -> objects.add(body.object()));
        objects.removeAll(known(objects));
        store.delete(objects);
    }

    /// Which of some objects a record refers to.
    private Set<String> known(Set<String> names) {
        try {
            return database.run(connection -> {
                var known = new HashSet<String>();
                try (var statement =
                        connection.prepareStatement(
                                "select 1 from content where object_name = ? limit 1")) {
                    for (String name : names) {
                        statement.setString(1, name);
                        try (var rows = statement.executeQuery()) {
                            if (rows.next()) {
                                known.add(name);
                            }
                        }
                    }
                }
                return known;
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// @return false when the node ends
    private boolean pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && !closing) {
                left = ended.awaitNanos(left);
            }
            return !closing;
        } catch (InterruptedException e) {
            LOG.debug("event=cluster.pause outcome=interrupted", e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true; // a step is short
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
