package dev.jebi.transfer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The hosts that mail is sent to, whichever destinations they serve: how many connections each
/// bears, which are open and have nothing to do, and which hosts were not there of late. Safe for
/// use by several threads.
final class Peers implements AutoCloseable {
    /// Hosts that are remembered.
    private static final int REMEMBERED = 20_000;

    /// Idle connections in all.
    private static final int IDLE = 200;

    /// How long a host that was not there is tried after others.
    private static final Duration AVOIDED = Duration.ofMinutes(5);

    private final RelayLimits limits;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idleChanged = lock.newCondition();
    private final Map<Object, Peer> peers = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Target, Deque<Idle>> idle = new HashMap<>();
    private int idleCount;
    private boolean sweeping;
    private boolean closed;

    Peers(RelayLimits limits) {
        this.limits = limits;
    }

    private record Idle(PeerSession session, long since) {}

    private static final class Peer {
        private final Window window;
        private final Condition changed;
        private int open;
        private boolean avoided;
        private long failedAt;

        Peer(int most, Condition changed) {
            this.window = new Window(most);
            this.changed = changed;
        }
    }

    /// Who waits for leave to connect.
    interface Pausing {
        /// It holds nothing from now on.
        void pause();

        /// It goes on.
        void resume();
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

    private Peer peer(Target target) {
        var peer =
                peers.computeIfAbsent(
                        target.address(),
                        _ -> new Peer(limits.connectionsPerDestination(), lock.newCondition()));
        if (peers.size() > REMEMBERED) {
            peers.values().removeIf(p -> p.open == 0 && p != peer && peers.size() > REMEMBERED / 2);
        }
        return peer;
    }

    /// An open connection that nobody uses, for the caller to use from now on; it counts as open.
    Optional<PeerSession> idle(Target target) {
        return locked(() -> {
            var sessions = idle.get(target);
            var found = sessions == null ? null : sessions.pollLast();
            if (found == null) {
                return Optional.empty();
            }
            taken(target);
            peer(target).open++;
            return Optional.of(found.session());
        });
    }

    private void taken(Target target) {
        idleCount--;
        var left = idle.get(target);
        if (left != null && left.isEmpty()) {
            idle.remove(target);
        }
    }

    /// Waits until the host bears one more connection, which counts from now on.
    void enter(Target target, Pausing pausing) throws InterruptedException {
        boolean paused = false;
        lock.lockInterruptibly();
        try {
            var peer = peer(target);
            while (peer.open >= peer.window.size() && !closed) {
                if (!paused) {
                    paused = true;
                    lock.unlock(); // whoever is told must not wait for this lock's holder
                    try {
                        pausing.pause();
                    } finally {
                        lock.lock();
                    }
                    continue;
                }
                peer.changed.await();
            }
            peer.open++;
        } finally {
            lock.unlock();
            if (paused) {
                pausing.resume();
            }
        }
    }

    /// A connection counts no more.
    void leave(Target target) {
        locked(() -> {
            var peer = peer(target);
            peer.open--;
            peer.changed.signal();
            return true;
        });
    }

    /// The host took something.
    void took(Target target) {
        locked(() -> {
            var peer = peer(target);
            peer.window.success();
            peer.avoided = false;
            peer.changed.signal();
            return true;
        });
    }

    /// The host has had too much.
    void pushedBack(Target target) {
        locked(() -> {
            peer(target).window.tooMuch();
            return true;
        });
    }

    /// The host was not there.
    void absent(Target target) {
        locked(() -> {
            var peer = peer(target);
            peer.window.tooMuch();
            peer.avoided = true;
            peer.failedAt = System.nanoTime();
            return true;
        });
    }

    /// The same targets, those last that were not there of late.
    List<Target> ordered(List<Target> targets) {
        return locked(() -> {
            var there = new ArrayList<Target>();
            var avoided = new ArrayList<Target>();
            for (Target target : targets) {
                (avoided(peers.get(target.address())) ? avoided : there).add(target);
            }
            there.addAll(avoided);
            return there;
        });
    }

    private static boolean avoided(@Nullable Peer peer) {
        return peer != null
                && peer.avoided
                && System.nanoTime() - peer.failedAt < AVOIDED.toNanos();
    }

    /// Takes back a connection that may be used again; it counts no more.
    void keep(PeerSession session) {
        boolean kept =
                locked(() -> {
                    boolean room =
                            !closed
                                    && session.usable()
                                    && idleCount < IDLE
                                    && !limits.idle().isZero();
                    if (room) {
                        idle.computeIfAbsent(session.target(), _ -> new ArrayDeque<>())
                                .add(new Idle(session, System.nanoTime()));
                        idleCount++;
                        sweep();
                    }
                    return room;
                });
        leave(session.target());
        if (!kept) {
            session.close();
        }
    }

    /// One thread closes what is idle for too long, as long as there is anything.
    private void sweep() {
        if (sweeping) {
            return;
        }
        sweeping = true;
        Thread.ofVirtual()
                .name("relay-idle")
                .start(() -> {
                    for (var old = expired(); !old.isEmpty(); old = expired()) {
                        old.forEach(Peers::farewell);
                    }
                });
    }

    /// QUIT may take its time.
    private static void farewell(PeerSession session) {
        Thread.ofVirtual().name("relay-quit").start(session::close);
    }

    /// Waits for sessions to be idle for too long.
    ///
    /// @return none when none is idle any more
    private List<PeerSession> expired() {
        lock.lock();
        try {
            while (idleCount > 0) {
                long now = System.nanoTime();
                var old = new ArrayList<PeerSession>();
                for (var target : List.copyOf(idle.keySet())) {
                    var sessions = idle.getOrDefault(target, new ArrayDeque<>());
                    while (!sessions.isEmpty()
                            && (closed
                                    || now - sessions.getFirst().since()
                                            >= limits.idle().toNanos())) {
                        old.add(sessions.removeFirst().session());
                        taken(target);
                    }
                }
                if (!old.isEmpty()) {
                    return old;
                }
                var _ = idleChanged.awaitNanos(Math.max(1_000_000, limits.idle().toNanos() / 4));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does
        } finally {
            sweeping = sweeping && idleCount > 0;
            lock.unlock();
        }
        return List.of();
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            idleChanged.signalAll();
            peers.values().forEach(peer -> peer.changed.signalAll());
            return true;
        });
    }
}
