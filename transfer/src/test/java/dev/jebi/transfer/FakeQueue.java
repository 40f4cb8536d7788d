package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.QueueChoice;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mailstore.Watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// An outbound queue in memory, for tests of what stands above it.
final class FakeQueue implements MailQueue {
    private final InstantSource clock;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Key> leased = new HashSet<>();
    private final Map<QueueId, Content> contents = new HashMap<>();
    private final List<Settlement> settlements = new CopyOnWriteArrayList<>();
    private final List<Incoming> reports = new CopyOnWriteArrayList<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private int faults;

    FakeQueue(InstantSource clock) {
        this.clock = clock;
    }

    private record Key(QueueId id, int number) {
        static Key of(Entry entry) {
            return new Key(entry.id(), entry.number());
        }
    }

    QueueId add(String from, String content, String... recipients) {
        QueueId id;
        synchronized (this) {
            id = new QueueId(contents.size() + 1);
            var octets = Content.of(content.getBytes(StandardCharsets.UTF_8));
            contents.put(id, octets);
            var path = from.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.parse(from));
            for (int i = 0; i < recipients.length; i++) {
                entries.add(
                        new Entry(
                                id,
                                i,
                                Address.parse(recipients[i]),
                                path,
                                clock.instant(),
                                0,
                                clock.instant(),
                                false,
                                false,
                                false,
                                false,
                                octets.size(),
                                ""));
            }
        }
        watchers.forEach(Runnable::run);
        return id;
    }

    List<Settlement> settlements() {
        return settlements;
    }

    List<Incoming> reports() {
        return reports;
    }

    /// Lets the next settlements fail.
    synchronized void failing(int times) {
        faults = times;
    }

    @Override
    public synchronized List<Entry> claim(Instant now, int atMost) {
        var due =
                entries.stream()
                        .filter(e -> !leased.contains(Key.of(e)) && !e.nextAttempt().isAfter(now))
                        .limit(atMost)
                        .toList();
        due.forEach(e -> leased.add(Key.of(e)));
        return due;
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        return entries.stream()
                .filter(e -> !leased.contains(Key.of(e)))
                .map(Entry::nextAttempt)
                .min(Instant::compareTo);
    }

    @Override
    public synchronized Content content(QueueId id) {
        return contents.getOrDefault(id, Content.of(new byte[0]));
    }

    @Override
    public synchronized boolean waits(Entry entry) {
        return leased.contains(Key.of(entry));
    }

    @Override
    public synchronized void settle(List<Settlement> settled, List<Incoming> about)
            throws IOException {
        if (faults > 0) {
            faults--;
            throw new IOException("no room");
        }
        for (var settlement : settled) {
            var entry = settlement.entry();
            if (!leased.remove(Key.of(entry))) {
                throw new IllegalStateException("not claimed: " + entry);
            }
            entries.removeIf(e -> Key.of(e).equals(Key.of(entry)));
            if (settlement instanceof Settlement.Deferred deferred) {
                entries.add(again(deferred));
            }
        }
        reports.addAll(about);
        settlements.addAll(settled); // last: who waits for them looks at the reports then
    }

    private static Entry again(Settlement.Deferred deferred) {
        var entry = deferred.entry();
        return new Entry(
                entry.id(),
                entry.number(),
                entry.recipient(),
                entry.reversePath(),
                entry.queued(),
                entry.attempts() + 1,
                deferred.until(),
                false,
                entry.eightBit(),
                entry.international(),
                deferred.delayReported(),
                entry.size(),
                deferred.reply(),
                entry.particulars());
    }

    @Override
    public Watch watch(Runnable onWork) {
        watchers.add(onWork);
        return () -> watchers.remove(onWork);
    }

    @Override
    public synchronized List<Entry> list() {
        return List.copyOf(entries);
    }

    @Override
    public int retry(QueueChoice which) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int hold(QueueChoice which) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int release(QueueChoice which) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int redirect(QueueChoice which, Address to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int remove(QueueChoice which) {
        throw new UnsupportedOperationException();
    }
}
