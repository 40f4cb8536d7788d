package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;
import dev.jebi.mailstore.cluster.Replay.Gap;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Entry;
import dev.jebi.mailstore.journal.Log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The log of a node: what its sessions bring goes into the database's log in batches, each one
/// transaction of the one committer thread. A batch is whatever came in while the last one was
/// committed. A database that cannot be reached is waited for, for a while; nothing is broken by it
/// for ever. Safe for use by several threads.
final class SharedLog implements Log, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLog.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LEAST_PAUSE = Duration.ofMillis(2);

    private final Transactions transactions;
    private final Replay replay;
    private final Bodies bodies;
    private final Nodes nodes;
    private final Reloading reloading;
    private final Reachable reachable;
    private final ClusterLimits limits;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long batches;
    private boolean closing;

    /// What the log is made of.
    record Parts(
            Transactions transactions,
            Replay replay,
            Bodies bodies,
            Nodes nodes,
            Reloading reloading,
            Reachable reachable) {}

    /// Takes the whole state again.
    interface Reloading {
        void reload(Gap why) throws IOException;
    }

    SharedLog(Parts parts, ClusterLimits limits) {
        this.transactions = parts.transactions;
        this.replay = parts.replay;
        this.bodies = parts.bodies;
        this.nodes = parts.nodes;
        this.reloading = parts.reloading;
        this.reachable = parts.reachable;
        this.limits = limits;
        this.thread = Thread.ofPlatform().daemon().name("cluster-committer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public Content read(ContentLocation location) throws IOException {
        reachable.check(); // nobody waits for what is known not to be there
        return bodies.read(location);
    }

    @Override
    public Content head(ContentLocation head, Supplier<List<ContentLocation>> next)
            throws IOException {
        return bodies.head(head, next);
    }

    @Override
    public boolean append(Entry entry) throws IOException {
        reachable.check();
        var waiting =
                Waiting.of(entry, bodies.store(), bodies.store().largeBody(limits.largeBody()));
        lock.lock();
        try {
            awaitRoom();
            if (closing) {
                throw new IOException("the store is closed");
            }
            queue.add(waiting);
            arrived.signal();
        } finally {
            lock.unlock();
        }
        boolean written = waiting.await(limits.patience().multipliedBy(2));
        if (!written && waiting.stored().isPresent()) {
            bodies.store().delete(List.of(waiting.stored().get().object()));
        }
        return written;
    }

    private void awaitRoom() throws IOException {
        long left = limits.patience().toNanos();
        try {
            while (queue.size() >= limits.queueRecords() && !closing) {
                if (left <= 0) {
                    throw new StoreUnreachable(new IOException("too many wait for it"));
                }
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the change was handed in", e);
        }
    }

    private void run() {
        for (var entries = drain(); !entries.isEmpty(); entries = drain()) {
            commit(entries);
        }
        transactions.close();
    }

    /// Waits for entries and takes a batch of them; none when there will be none any more.
    private List<Waiting> drain() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                arrived.awaitUninterruptibly();
            }
            var batch = new ArrayList<Waiting>();
            long octets = 0;
            while (!queue.isEmpty() && batch.size() < limits.batchRecords()) {
                octets += queue.element().body().size();
                if (!batch.isEmpty() && octets > limits.batchOctets()) {
                    break;
                }
                batch.add(queue.remove());
            }
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Waiting> entries) {
        Batch batch;
        try {
            batch = Batch.of(nodes.incarnation(), ++batches, entries, bodies.store());
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=cluster.content outcome=failed entries={}", entries.size(), e);
            entries.forEach(waiting -> waiting.fail(e));
            return;
        }
        replay.flying(batch);
        boolean apart = false;
        try {
            apart = !taken(batch);
        } catch (IOException | RuntimeException e) {
            LOG.error("event=cluster.commit outcome=failed entries={}", entries.size(), e);
            batch.fail(new IOException("the change could not be stored", e));
        } finally {
            replay.flying(null);
        }
        if (apart) {
            entries.forEach(waiting -> commit(List.of(waiting)));
        }
    }

    /// Tries until everybody in the batch has been told what became of it.
    ///
    /// @return false when the database refuses something in it: the entries must go one by one
    private boolean taken(Batch batch) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                transactions.attempt(batch, tries > 0);
                batch.complete();
                reachable.reached();
                return true;
            } catch (Gap e) {
                reloading.reload(e);
                if (tries > 0) {
                    // an earlier try may be among the records that are gone: never both
                    throw new IOException("nobody knows what became of the change", e);
                }
            } catch (SQLException e) {
                switch (Fault.of(e)) {
                    case REFUSED -> {
                        if (batch.entries().size() > 1) {
                            return false;
                        }
                        throw Database.failure(e);
                    }
                    case AGAIN -> {
                        if (tries >= limits.tries() || late(batch)) {
                            batch.fail(new StoreUnreachable(e));
                            return true;
                        }
                        LOG.debug("event=cluster.commit outcome=again state={}", e.getSQLState());
                        pause(jitter(tries));
                    }
                    case UNREACHABLE -> {
                        transactions.close();
                        if (late(batch)) {
                            reachable.lost(e);
                            batch.fail(new StoreUnreachable(e));
                            return true;
                        }
                        pause(PAUSE);
                    }
                }
            }
        }
    }

    private static Duration jitter(int tries) {
        long most = LEAST_PAUSE.toMillis() << Math.min(tries, 6);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1));
    }

    private boolean late(Batch batch) {
        long since = batch.entries().getFirst().since();
        return isClosing() || System.nanoTime() - since > limits.patience().toNanos();
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
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("event=cluster.pause outcome=interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// Lets what waits through, then ends.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException _) {
                interrupted = true; // what was handed in must get through first
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
