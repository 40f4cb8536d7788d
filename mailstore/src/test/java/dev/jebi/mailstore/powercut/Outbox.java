package dev.jebi.mailstore.powercut;

import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.MailQueue.Settlement;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// What is done to the outbound queue, by one session at a time.
final class Outbox {
    private final ReentrantLock lock = new ReentrantLock();

    /// Leased, but whoever queued them has not said so yet.
    private final List<MailQueue.Entry> early = new ArrayList<>();

    /// A process has ended: all leases have.
    void restarted() {
        early.clear();
    }

    void work(Worker worker) throws IOException {
        lock.lock();
        try {
            switch (worker.random.between(0, 5)) {
                case 0 -> one(worker, "hold");
                case 1 -> one(worker, "remove");
                case 2 -> one(worker, "retry");
                default -> settle(worker);
            }
        } finally {
            lock.unlock();
        }
    }

    private void one(Worker worker, String what) throws IOException {
        var queue = worker.store.queue();
        var known =
                queue.list().stream()
                        .filter(entry -> worker.model.knows(Reading.key(entry)))
                        .toList();
        if (known.isEmpty()) {
            return;
        }
        var id = worker.random.pick(known).id();
        worker.act(
                what + " " + id,
                () -> {
                    switch (what) {
                        case "hold" -> queue.hold(id);
                        case "remove" -> queue.remove(id);
                        case "retry" -> queue.retry(Optional.of(id));
                        default -> throw new AssertionError(what);
                    }
                    return known.stream()
                            .filter(entry -> entry.id().equals(id))
                            .map(Reading::key)
                            .toList();
                });
    }

    private void settle(Worker worker) throws IOException {
        var queue = worker.store.queue();
        var random = worker.random;
        early.addAll(queue.claim(Mails.NOW.plusSeconds(1_000), random.between(1, 5)));
        var claimed =
                early.stream().filter(entry -> worker.model.knows(Reading.key(entry))).toList();
        early.removeAll(claimed);
        var settlements = new ArrayList<Settlement>();
        for (MailQueue.Entry entry : claimed) {
            settlements.add(
                    switch (random.between(0, 2)) {
                        case 0 -> new Settlement.Delivered(entry, "250 ok");
                        case 1 -> new Settlement.Failed(entry, "550 no");
                        default ->
                                new Settlement.Deferred(
                                        entry,
                                        Mails.NOW.plusSeconds(random.between(0, 5_000)),
                                        "451 later " + worker.next(),
                                        random.oneIn(2));
                    });
        }
        var reports = new ArrayList<Incoming>();
        String subject = worker.next();
        var account = worker.account("reports");
        var inbox = worker.inbox(account);
        if (random.oneIn(2)) {
            reports.add(Mails.incoming(subject, Set.of(account), 0, random));
        }
        worker.act(
                "settle",
                () -> {
                    queue.settle(settlements, reports);
                    var keys = new HashSet<Fact.Key>();
                    settlements.forEach(one -> keys.add(Reading.key(one.entry())));
                    keys.addAll(worker.arrived(inbox, subject));
                    return keys;
                });
    }
}
