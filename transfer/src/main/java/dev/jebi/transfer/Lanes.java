package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.transfer.Standing.Ending;
import dev.jebi.transfer.Standing.Kind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Who works for which destination: a virtual thread each, within the bounds of [RelayLimits].
/// Destinations that take mail go first; those that do not share a part of the connections, so that
/// however many they are there is always room for the others. Safe for use by several threads.
final class Lanes {
    /// Destinations that are remembered when there is nothing for them.
    private static final int REMEMBERED = 20_000;

    private final RelayLimits limits;
    private final Consumer<Lane> work;
    private final Runnable onRoom;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<Destination, Lane> lanes = new HashMap<>();
    private final Map<Destination, Standing> standings = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Kind, Set<Lane>> hungry = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> busy = new EnumMap<>(Kind.class);
    private final Set<Thread> threads = new LinkedHashSet<>();
    private int entries;
    private boolean stopping;

    /// @param work works for a lane until [#next] gives nothing any more
    /// @param onRoom is told, briefly, when entries were settled
    Lanes(RelayLimits limits, Consumer<Lane> work, Runnable onRoom) {
        this.limits = limits;
        this.work = work;
        this.onRoom = onRoom;
        for (Kind kind : Kind.values()) {
            hungry.put(kind, new LinkedHashSet<>());
            busy.put(kind, 0);
        }
    }

    private interface Act<T> {
        T run();
    }

    private <T> T locked(Act<T> act) {
        lock.lock();
        try {
            return act.run();
        } finally {
            lock.unlock();
        }
    }

    /// How many more entries may be claimed.
    int room() {
        return locked(() -> Math.max(0, limits.claimed() - entries));
    }

    /// @param rank the greatest goes first
    void add(Destination destination, List<Entry> batch, int rank) {
        locked(() -> {
            var lane = lanes.computeIfAbsent(destination, to -> new Lane(to, standing(to)));
            lane.add(batch, rank);
            entries += batch.size();
            hungry(lane);
            feed();
            return true;
        });
    }

    private Standing standing(Destination destination) {
        var standing =
                standings.computeIfAbsent(
                        destination,
                        _ ->
                                new Standing(
                                        limits.connectionsPerDestination(),
                                        limits.pauses().getFirst().dividedBy(4)));
        if (standings.size() > REMEMBERED) {
            var eldest = standings.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return standing;
    }

    /// The next batch of a lane, for one of its workers; when there is none, this was the worker's
    /// last call.
    Optional<List<Entry>> next(Lane lane) {
        return locked(() -> {
            boolean go = stopping || lane.crowded(share());
            var batch = go ? List.<Entry>of() : lane.poll();
            if (batch.isEmpty()) {
                leave(lane);
                feed();
                return Optional.empty();
            }
            return Optional.of(batch);
        });
    }

    /// Further batches of a lane that a worker takes with the one that it has.
    List<List<Entry>> more(Lane lane, int atMost) {
        return locked(() -> {
            var more = new ArrayList<List<Entry>>();
            for (int i = 0; i < atMost && !stopping; i++) {
                var batch = lane.poll();
                if (batch.isEmpty()) {
                    break;
                }
                more.add(batch);
            }
            return more;
        });
    }

    /// Why no attempt is made for a lane for now.
    Optional<Diagnosis> suspended(Lane lane, Instant now) {
        return locked(() -> lane.standing().suspended(now));
    }

    /// A batch is settled.
    void settled(Lane lane, int size, Ending ending) {
        locked(() -> {
            entries -= size;
            lane.standing().ended(ending);
            if (lane.wanted(share()) > 0) {
                hungry(lane);
                feed();
            }
            return true;
        });
        onRoom.run();
    }

    /// Nobody could be reached for a lane.
    void unreachable(Lane lane, Diagnosis why, Instant now) {
        locked(() -> {
            lane.standing().unreachable(why, now);
            return true;
        });
    }

    /// Gives every destination another chance at once.
    void forget() {
        locked(() -> {
            standings.values().forEach(Standing::forget);
            return true;
        });
    }

    /// The worker waits for something and holds no connection meanwhile.
    void pausing(Lane lane) {
        locked(() -> {
            count(lane, -1);
            feed();
            return true;
        });
    }

    /// The worker goes on.
    void resuming(Lane lane) {
        locked(() -> {
            count(lane, 1);
            return true;
        });
    }

    private void count(Lane lane, int change) {
        var kind = lane.workers().get(Thread.currentThread());
        if (kind != null) {
            busy.merge(kind, change, Integer::sum);
        }
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

    private void hungry(Lane lane) {
        for (var entry : hungry.entrySet()) {
            if (entry.getKey() == lane.standing().kind()) {
                entry.getValue().add(lane);
            } else {
                entry.getValue().remove(lane);
            }
        }
    }

    /// What one destination may have of the connections while others want some, too.
    private int share() {
        return Math.min(
                limits.connectionsPerDestination(),
                limits.connections() / Math.max(1, lanes.size()));
    }

    /// Whether a worker for a destination of this kind may begin.
    private boolean room(Kind kind) {
        int all = limits.connections();
        int suspect = of(Kind.SUSPECT);
        int doubtful = suspect + of(Kind.FRESH);
        return switch (kind) {
            case PROVEN -> doubtful + of(Kind.PROVEN) < all && of(Kind.PROVEN) < all - all / 8;
            case FRESH -> doubtful + of(Kind.PROVEN) < all && doubtful < Math.max(1, all * 3 / 4);
            case SUSPECT -> doubtful + of(Kind.PROVEN) < all && suspect < Math.max(1, all / 8);
        };
    }

    private int of(Kind kind) {
        return busy.getOrDefault(kind, 0);
    }

    /// Starts workers where they are wanted and there is room for their connections.
    private void feed() {
        for (Kind kind : Kind.values()) {
            var waiting = hungry.getOrDefault(kind, Set.of()).iterator();
            while (waiting.hasNext() && !stopping && room(kind)) {
                var lane = waiting.next();
                while (lane.wanted(share()) > 0 && room(kind)) {
                    start(lane, kind);
                }
                if (lane.wanted(share()) <= 0) {
                    waiting.remove();
                }
            }
        }
    }

    private void start(Lane lane, Kind kind) {
        var thread =
                Thread.ofVirtual().name("relay " + lane.destination()).unstarted(() -> run(lane));
        lane.workers().put(thread, kind);
        busy.merge(kind, 1, Integer::sum);
        threads.add(thread);
        thread.start();
    }

    private void run(Lane lane) {
        try {
            work.accept(lane);
        } finally {
            locked(() -> {
                leave(lane); // it has, unless it failed
                threads.remove(Thread.currentThread());
                ended.signalAll();
                feed();
                return true;
            });
        }
    }

    private void leave(Lane lane) {
        count(lane, -1);
        lane.workers().remove(Thread.currentThread());
        if (lane.done()) {
            lanes.remove(lane.destination(), lane);
            hungry.values().forEach(set -> set.remove(lane));
        } else {
            hungry(lane);
        }
    }
}
