package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What waits for one destination, a batch being recipients of one message; guarded by the lock of
/// its [Lanes].
final class Lane {
    private final Destination destination;
    private final Deque<List<Entry>> batches = new ArrayDeque<>();
    private final Set<Thread> workers = new HashSet<>();
    private boolean alive;

    Lane(Destination destination) {
        this.destination = destination;
    }

    Destination destination() {
        return destination;
    }

    Deque<List<Entry>> batches() {
        return batches;
    }

    /// How many more workers it may have: one until the destination has taken something, so that a
    /// dead one holds one connection and no more.
    int wanted(int most) {
        return Math.min(alive ? most : 1, workers.size() + batches.size()) - workers.size();
    }

    boolean done() {
        return batches.isEmpty() && workers.isEmpty();
    }

    Set<Thread> workers() {
        return workers;
    }

    void alive() {
        alive = true;
    }
}
