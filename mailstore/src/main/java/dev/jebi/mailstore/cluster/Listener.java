package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.cluster.Replay.Gap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The one thread that takes the records of others while this node has nothing to write: when the
/// database tells, and every now and then. It also says that this node is there, and is the one
/// that finds out that the database is back.
final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final Database database;
    private final Replay replay;
    private final Nodes nodes;
    private final SharedLog.Reloading reloading;
    private final Reachable reachable;
    private final ClusterLimits limits;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private @Nullable Connection connection;
    private boolean closing;
    private long connectedAt;
    private long lostAt;
    private long beatAt;

    Listener(Database database, SharedLog.Parts log, ClusterLimits limits) {
        this.database = database;
        this.replay = log.replay();
        this.nodes = log.nodes();
        this.reloading = log.reloading();
        this.reachable = log.reachable();
        this.limits = limits;
        this.thread = Thread.ofPlatform().daemon().name("cluster-listener").unstarted(this::run);
    }

    void start() {
        beatAt = System.nanoTime() - limits.heartbeat().toNanos();
        thread.start();
    }

    private void run() {
        while (!isClosing()) {
            try {
                var to = connection();
                look(to);
                reachable.reached();
                lostAt = 0;
                if (!database.dialect().await(to, limits.poll()) && !pausedByItself()) {
                    pause(limits.poll());
                }
            } catch (SQLException e) {
                failed(e);
            } catch (StoreUnreachable e) {
                LOG.debug("event=cluster.listener outcome=unreachable", e);
                disconnect();
                pause(limits.poll());
            } catch (IOException | RuntimeException e) {
                LOG.warn("event=cluster.listener outcome=failed reason=\"{}\"", e.getMessage());
                LOG.debug("event=cluster.listener outcome=failed", e);
                disconnect();
                pause(limits.poll());
            }
        }
        leave();
    }

    /// Whether waiting for a word has taken the time already.
    private boolean pausedByItself() {
        return database.dialect() == Dialect.POSTGRESQL;
    }

    private void look(Connection from) throws SQLException, IOException {
        long end = LogTable.end(from);
        if (end > replay.end()) {
            replay.take();
            try {
                replay.catchUp(from, end);
            } catch (Gap e) {
                reloading.reload(e);
            } finally {
                replay.give();
            }
        }
        if (System.nanoTime() - beatAt >= limits.heartbeat().toNanos()) {
            long there = System.nanoTime() - connectedAt;
            nodes.beat(from, replay.end(), there > limits.deadAfter().toNanos());
            beatAt = System.nanoTime();
        }
    }

    private void failed(SQLException failure) {
        disconnect();
        long now = System.nanoTime();
        if (lostAt == 0) {
            lostAt = now;
        }
        switch (Fault.of(failure)) {
            case AGAIN -> LOG.debug("event=cluster.listener outcome=again", failure);
            case UNREACHABLE -> {
                if (now - lostAt > limits.patience().toNanos()) {
                    reachable.lost(failure);
                }
            }
            case REFUSED -> LOG.error("event=cluster.listener outcome=refused", failure);
        }
        pause(limits.poll());
    }

    private Connection connection() throws SQLException {
        var here = connection;
        if (here == null) {
            here = database.connect();
            connectedAt = System.nanoTime();
            connection = here;
            database.dialect().listen(here);
        }
        return here;
    }

    private void disconnect() {
        var here = connection;
        connection = null;
        if (here != null) {
            try {
                here.close();
            } catch (SQLException e) {
                LOG.debug("event=cluster.disconnect outcome=failed", e);
            }
        }
    }

    /// A node that ends leaves nothing for others to find out.
    private void leave() {
        try {
            nodes.leave(connection());
        } catch (SQLException e) {
            LOG.debug("event=cluster.leave outcome=failed", e);
        } finally {
            disconnect();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && !closing) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("event=cluster.pause outcome=interrupted", e);
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
                interrupted = true; // it ends within a poll
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
