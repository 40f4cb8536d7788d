package dev.jebi.mailstore.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Numbers, writes, syncs and publishes, in one thread at a time. A batch is whatever came in while
/// the last one was synced; nobody waits for company. Where changes come one by one, who brings one
/// does it all by himself: to wake a thread for it and to be woken would take as long as the sync.
/// [#append] is safe for use by several threads.
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /// After so many batches of one entry each, with nobody behind, the next one comes alone, too.
    private static final int ALONE = 8;

    private final Tail tail;
    private final JournalLimits limits;
    private final Consumer<JournalFailed> onFailure;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private long waitingOctets;
    private boolean closing;

    /// Somebody has the tail: this thread, or one that leads.
    private boolean committing;

    /// How many batches have come alone in a row.
    private int alone;

    private volatile Optional<JournalFailed> failure = Optional.empty();
    private volatile long durableLsn;

    Committer(Tail tail, JournalLimits limits, Consumer<JournalFailed> onFailure) {
        this.tail = tail;
        this.limits = limits;
        this.onFailure = onFailure;
        this.durableLsn = tail.position();
        this.thread = Thread.ofPlatform().daemon().name("journal-committer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    long durableLsn() {
        return durableLsn;
    }

    boolean failed() {
        return failure.isPresent();
    }

    boolean append(Entry entry) throws IOException {
        var pending = new Pending(entry);
        if (leads(pending)) {
            lead(pending);
        }
        return pending.await();
    }

    /// Whether the one who brings it is to commit it; else it waits for the thread now.
    private boolean leads(Pending pending) throws IOException {
        lock.lock();
        try {
            while (full(pending.length()) && !closing && failure.isEmpty()) {
                room.awaitUninterruptibly();
            }
            if (failure.isPresent()) {
                throw new JournalFailed(failure.get());
            }
            if (closing) {
                throw new IOException("the journal is closed");
            }
            if (alone >= ALONE && !committing && waiting.isEmpty() && isSimple(pending)) {
                committing = true;
                return true;
            }
            waiting.add(pending);
            waitingOctets += pending.length();
            if (!committing) {
                arrived.signal();
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Whether an interrupt can do no harm to it: it needs no file but the last segment, which
    /// takes no notice of interrupts.
    private boolean isSimple(Pending pending) {
        var body = pending.body();
        return body.content().inHeap() && tail.fits(pending.entry().maxMeta(), body.size());
    }

    private void lead(Pending pending) {
        var batch = new ArrayList<Pending>(1);
        batch.add(pending);
        try {
            commit(batch);
        } catch (IOException | RuntimeException | Error e) {
            fail(batch, e);
        }
    }

    /// Others may commit now: before anybody who has waited comes again, and is taken for company.
    private void committed(int entries) {
        lock.lock();
        try {
            committing = false;
            alone = entries == 1 && waiting.isEmpty() ? Math.min(alone + 1, ALONE) : 0;
            if (!waiting.isEmpty() || closing) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets what waits through, then ends.
    void close() {
        lock.lock();
        try {
            closing = true;
            arrived.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true; // what was handed in must get through first
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean full(long length) {
        return !waiting.isEmpty()
                && (waiting.size() >= limits.queueRecords()
                        || waitingOctets + length > limits.queueOctets());
    }

    private void run() {
        var batch = new ArrayList<Pending>();
        try {
            while (drain(batch)) {
                commit(batch);
                batch.clear();
            }
            if (failure.isEmpty()) {
                tail.seal();
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(batch, e);
        }
    }

    /// Waits for entries and takes a batch of them; false when there will be none any more.
    private boolean drain(List<Pending> batch) {
        lock.lock();
        try {
            while (committing || (waiting.isEmpty() && !closing && failure.isEmpty())) {
                arrived.awaitUninterruptibly();
            }
            long octets = 0;
            while (!waiting.isEmpty() && batch.size() < limits.batchRecords()) {
                long length = waiting.element().length();
                if (!batch.isEmpty() && octets + length > limits.batchOctets()) {
                    break;
                }
                octets += length;
                batch.add(waiting.remove());
            }
            waitingOctets -= octets;
            room.signalAll();
            committing = !batch.isEmpty();
            return committing;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Pending> batch) throws IOException {
        var written = new ArrayList<Written>(batch.size());
        for (Pending pending : batch) {
            write(pending).ifPresent(header -> written.add(new Written(pending, header)));
        }
        if (!written.isEmpty()) {
            tail.sync();
            durableLsn = tail.position();
        }
        for (Written record : written) {
            var header = record.header();
            record.pending().entry().durable(header.lsn(), header.body());
        }
        committed(batch.size());
        written.forEach(record -> record.pending().complete(true));
        // who withdrew may have done so because of a record before it, and is told when that is so
        batch.forEach(pending -> pending.complete(false)); // without effect on those that are done
    }

    private record Written(Pending pending, RecordHeader header) {}

    /// Numbers and writes one entry; empty when it was not taken, which it has been told.
    private Optional<RecordHeader> write(Pending pending) throws IOException {
        var entry = pending.entry();
        var body = pending.body();
        try {
            tail.makeRoom(entry.maxMeta(), body.size());
        } catch (NoRoom e) {
            pending.fail(e);
            return Optional.empty();
        }
        Optional<ByteBuffer> meta;
        try {
            meta = entry.prepare(tail.position());
        } catch (RuntimeException e) {
            pending.fail(e);
            return Optional.empty();
        }
        if (meta.isEmpty()) {
            return Optional.empty();
        }
        int length = meta.get().remaining();
        if (length > entry.maxMeta()) {
            LOG.error("event=journal.bound told={} needed={}", entry.maxMeta(), length);
            if (!tail.holds(length, body.size())) {
                throw new IllegalStateException("a record is longer than the room made for it");
            }
        }
        return Optional.of(tail.write(entry.type(), meta.get(), body));
    }

    /// An error of write or sync: what the kernel has kept of it is unknown, and a second try would
    /// lie. Nothing is acknowledged any more.
    private void fail(List<Pending> batch, Throwable cause) {
        LOG.error("event=journal.failed position={}", tail.position(), cause);
        var failed = new JournalFailed(cause);
        lock.lock();
        try {
            failure = Optional.of(failed);
            committing = false;
            arrived.signal();
            batch.addAll(waiting);
            waiting.clear();
            waitingOctets = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        batch.forEach(pending -> pending.fail(failed)); // without effect on those that are done
        onFailure.accept(failed);
    }
}
