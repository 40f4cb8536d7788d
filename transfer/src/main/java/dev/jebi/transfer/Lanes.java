package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Who works for which destination: a virtual thread each, within the bounds of [RelayLimits]. Safe
/// for use by several threads.
final class Lanes {
    private final RelayLimits limits;
    private final Consumer<Lane> work;
    private final Runnable onRoom;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<Destination, Lane> lanes = new HashMap<>();
    private final Set<Lane> hungry = new LinkedHashSet<>();
    private final Set<Thread> threads = new LinkedHashSet<>();
    private int entries;
    private boolean stopping;

    /// @param work works for a lane until [#next] gives nothing any more
    /// @param onRoom is told, briefly, when entries were settled
    Lanes(RelayLimits limits, Consumer<Lane> work, Runnable onRoom) {
        this.limits = limits;
        this.work = work;
        this.onRoom = onRoom;
    }

    /// How many more entries may be claimed.
    int room() {
        lock.lock();
        try {
            return Math.max(0, limits.claimed() - entries);
        } finally {
            lock.unlock();
        }
    }

    void add(Destination destination, List<Entry> batch) {
        lock.lock();
        try {
            var lane = lanes.computeIfAbsent(destination, Lane::new);
            lane.batches().add(batch);
            entries += batch.size();
            hungry.add(lane);
            feed();
        } finally {
            lock.unlock();
        }
    }

    /// The next batch of a lane, for one of its workers; when there is none, this was the worker's
    /// last call.
    Optional<List<Entry>> next(Lane lane) {
        lock.lock();
        try {
            var batch = stopping ? null : lane.batches().poll();
            if (batch == null) {
                leave(lane);
            }
            return Optional.ofNullable(batch);
        } finally {
            lock.unlock();
        }
    }

    /// A batch is settled.
    void settled(Lane lane, int size, boolean alive) {
        lock.lock();
        try {
            entries -= size;
            if (alive) {
                lane.alive();
                hungry.add(lane);
                feed();
            }
        } finally {
            lock.unlock();
        }
        onRoom.run();
    }

    /// Lets no worker begin another batch, and waits for those at work.
    ///
    /// @return whether all have ended
    boolean stop(Duration atMost) {
        lock.lock();
        try {
            stopping = true;
            long nanos = atMost.toNanos();
            while (!threads.isEmpty() && nanos > 0) {
                nanos = ended.awaitNanos(nanos);
            }
            return threads.isEmpty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Starts workers where they are wanted and there is room for their connections.
    private void feed() {
        var lane = hungry.iterator();
        while (lane.hasNext() && !stopping && threads.size() < limits.connections()) {
            var next = lane.next();
            for (int n = next.wanted(limits.connectionsPerDestination());
                    n > 0 && threads.size() < limits.connections();
                    n--) {
                start(next);
            }
            if (next.wanted(limits.connectionsPerDestination()) <= 0) {
                lane.remove();
            }
        }
    }

    private void start(Lane lane) {
        var thread =
                Thread.ofVirtual().name("relay " + lane.destination()).unstarted(() -> run(lane));
        lane.workers().add(thread);
        threads.add(thread);
        thread.start();
    }

    private void run(Lane lane) {
        try {
            work.accept(lane);
        } finally {
            lock.lock();
            try {
                leave(lane); // it has, unless it failed
                threads.remove(Thread.currentThread());
                ended.signalAll();
                feed();
            } finally {
                lock.unlock();
            }
        }
    }

    private void leave(Lane lane) {
        lane.workers().remove(Thread.currentThread());
        if (lane.done()) {
            lanes.remove(lane.destination(), lane);
            hungry.remove(lane);
        } else {
            hungry.add(lane);
        }
    }
}
