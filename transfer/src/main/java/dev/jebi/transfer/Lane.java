package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// What waits for one destination, a batch being recipients of one message; guarded by the lock of
/// its [Lanes].
final class Lane {
    private final Destination destination;
    private final Standing standing;
    private final PriorityQueue<Batch> batches =
            new PriorityQueue<>(
                    Comparator.comparingInt((Batch b) -> -b.rank)
                            .thenComparingLong(b -> b.sequence));

    /// Those at work, each with what the destination was when it began.
    private final Map<Thread, Standing.Kind> workers = new HashMap<>();

    private long added;

    private record Batch(List<Entry> entries, int rank, long sequence) {}

    Lane(Destination destination, Standing standing) {
        this.destination = destination;
        this.standing = standing;
    }

    Destination destination() {
        return destination;
    }

    Standing standing() {
        return standing;
    }

    /// @param rank the greatest goes first
    void add(List<Entry> entries, int rank) {
        batches.add(new Batch(entries, rank, added++));
    }

    List<Entry> poll() {
        var batch = batches.poll();
        return batch == null ? List.of() : batch.entries();
    }

    /// How many more workers it may have: one until the destination has taken something, so that a
    /// dead one holds one connection and no more.
    int wanted(int share) {
        int most = Math.min(standing.window(), Math.max(1, share));
        return Math.min(most, workers.size() + batches.size()) - workers.size();
    }

    /// Whether it has more workers than it may have.
    boolean crowded(int share) {
        return workers.size() > Math.min(standing.window(), Math.max(1, share));
    }

    boolean done() {
        return batches.isEmpty() && workers.isEmpty();
    }

    Map<Thread, Standing.Kind> workers() {
        return workers;
    }
}
