package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.QueueChoice;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mailstore.Watch;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A queue that remembers how it ended for each recipient.
final class RecordingQueue implements MailQueue {
    final Map<String, String> ends = new ConcurrentHashMap<>();
    final AtomicInteger endedTwice = new AtomicInteger();
    final AtomicInteger reports = new AtomicInteger();
    private final MailQueue queue;

    /// What happens while a message is under way.
    volatile Meanwhile meanwhile = _ -> {};

    interface Meanwhile {
        void happens(MailQueue queue) throws IOException;
    }

    RecordingQueue(MailQueue queue) {
        this.queue = queue;
    }

    @Override
    public void settle(List<Settlement> settlements, List<Incoming> about) throws IOException {
        queue.settle(settlements, about);
        reports.addAndGet(about.size());
        for (var settlement : settlements) {
            var end =
                    switch (settlement) {
                        case Settlement.Delivered _ -> "delivered";
                        case Settlement.Failed _ -> "failed";
                        case Settlement.Deferred _ -> "";
                    };
            var recipient = settlement.entry().recipient().toString();
            if (!end.isEmpty() && ends.put(recipient, end) != null) {
                endedTwice.incrementAndGet();
            }
        }
    }

    @Override
    public List<Entry> claim(Instant now, int atMost) {
        return queue.claim(now, atMost);
    }

    @Override
    public boolean waits(Entry entry) {
        return queue.waits(entry);
    }

    @Override
    public Optional<Instant> nextDue() {
        return queue.nextDue();
    }

    @Override
    public Content content(QueueId id) throws IOException {
        meanwhile.happens(queue);
        return queue.content(id);
    }

    @Override
    public Watch watch(Runnable onWork) {
        return queue.watch(onWork);
    }

    @Override
    public List<Entry> list() {
        return queue.list();
    }

    @Override
    public int retry(QueueChoice which) throws IOException {
        return queue.retry(which);
    }

    @Override
    public int hold(QueueChoice which) throws IOException {
        return queue.hold(which);
    }

    @Override
    public int release(QueueChoice which) throws IOException {
        return queue.release(which);
    }

    @Override
    public int redirect(QueueChoice which, Address to) throws IOException {
        return queue.redirect(which, to);
    }

    @Override
    public int remove(QueueChoice which) throws IOException {
        return queue.remove(which);
    }
}
