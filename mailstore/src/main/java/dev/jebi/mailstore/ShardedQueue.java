package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Acceptance.NoRoom;
import dev.jebi.mailstore.cluster.Shard;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The queues of several databases as one; an entry's id names its database. Safe for use by
/// several threads.
final class ShardedQueue implements MailQueue {
    private final List<JournaledStore> shards;
    private final MailStore store;
    private final AtomicInteger next = new AtomicInteger();

    /// @param store takes reports that concern other databases
    ShardedQueue(List<JournaledStore> shards, MailStore store) {
        this.shards = shards;
        this.store = store;
    }

    private Optional<MailQueue> of(QueueId id) {
        int number = Shard.ofPosition(id.value());
        return number < shards.size() ? Optional.of(shards.get(number).queue()) : Optional.empty();
    }

    @Override
    public List<Entry> claim(Instant now, int atMost) {
        var claimed = new ArrayList<Entry>();
        int first =
                Math.floorMod(next.getAndIncrement(), shards.size()); // each is asked first once
        for (int i = 0; i < shards.size() && claimed.size() < atMost; i++) {
            var queue = shards.get((first + i) % shards.size()).queue();
            claimed.addAll(queue.claim(now, atMost - claimed.size()));
        }
        // each database gave what goes first of its own
        claimed.sort(Comparator.comparing(entry -> entry.particulars().lane()));
        return claimed;
    }

    @Override
    public Optional<Instant> nextDue() {
        return shards.stream()
                .flatMap(shard -> shard.queue().nextDue().stream())
                .min(Comparator.naturalOrder());
    }

    @Override
    public Content content(QueueId id) throws IOException {
        return of(id).orElseThrow(
                        () -> new NoSuchElementException("not in the queue: " + id.text()))
                .content(id);
    }

    @Override
    public boolean waits(Entry entry) {
        return of(entry.id()).map(queue -> queue.waits(entry)).orElse(false);
    }

    /// Settlements and reports of one database are one change. A report for an account of another
    /// database is accepted before: a crash between leaves it, and it is sent once more.
    @Override
    public void settle(List<Settlement> settlements, List<Incoming> reports) throws IOException {
        var parts = new TreeMap<Integer, List<Settlement>>();
        for (Settlement settlement : settlements) {
            int shard = Shard.ofPosition(settlement.entry().id().value());
            parts.computeIfAbsent(shard, _ -> new ArrayList<>()).add(settlement);
        }
        var with = new TreeMap<Integer, List<Incoming>>();
        for (Incoming report : reports) {
            var home = home(report, parts);
            if (home.isPresent()) {
                with.computeIfAbsent(home.get(), _ -> new ArrayList<>()).add(report);
            } else if (store.accept(report) instanceof NoRoom) {
                throw new IOException("there is no room for a report");
            }
        }
        for (var part : parts.entrySet()) {
            var queue = shards.get(part.getKey()).queue();
            queue.settle(part.getValue(), with.getOrDefault(part.getKey(), List.of()));
        }
    }

    /// The database that can take a report with the settlements.
    private static Optional<Integer> home(
            Incoming report, TreeMap<Integer, List<Settlement>> parts) {
        var shards =
                report.copies().stream()
                        .map(copy -> Shard.ofId(copy.account().value()))
                        .distinct()
                        .toList();
        if (shards.isEmpty() && !parts.isEmpty()) {
            return Optional.of(parts.firstKey());
        }
        return shards.size() == 1 && parts.containsKey(shards.getFirst())
                ? Optional.of(shards.getFirst())
                : Optional.empty();
    }

    @Override
    public Watch watch(Runnable onWork) {
        return ShardedStore.all(shards.stream().map(shard -> shard.queue().watch(onWork)).toList());
    }

    @Override
    public List<Entry> list() {
        return shards.stream().flatMap(shard -> shard.queue().list().stream()).toList();
    }

    @Override
    public int retry(QueueChoice which) throws IOException {
        return each(which, MailQueue::retry);
    }

    @Override
    public int hold(QueueChoice which) throws IOException {
        return each(which, MailQueue::hold);
    }

    @Override
    public int release(QueueChoice which) throws IOException {
        return each(which, MailQueue::release);
    }

    @Override
    public int redirect(QueueChoice which, Address to) throws IOException {
        return each(which, (queue, choice) -> queue.redirect(choice, to));
    }

    @Override
    public int remove(QueueChoice which) throws IOException {
        return each(which, MailQueue::remove);
    }

    private interface Act {
        int on(MailQueue queue, QueueChoice which) throws IOException;
    }

    private int each(QueueChoice which, Act act) throws IOException {
        if (which.id().isPresent()) {
            var queue = of(which.id().get());
            return queue.isPresent() ? act.on(queue.get(), which) : 0;
        }
        int changed = 0;
        for (JournaledStore shard : shards) {
            changed += act.on(shard.queue(), which);
        }
        return changed;
    }
}
