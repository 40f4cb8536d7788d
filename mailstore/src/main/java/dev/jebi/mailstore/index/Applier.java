package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Logged;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/// The one thread that writes the index: takes what the journal has made durable, in large batches.
/// When the index cannot be written it tries again until it can; nothing is lost meanwhile, but
/// writers wait when it is too far behind. Safe for use by several threads.
public final class Applier implements Follower, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
    private static final int BATCH_RECORDS = 5_000;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Index index;
    private final int lagRecords;
    private final long lagOctets;
    private final LongConsumer applied;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int records;
    private long octets;
    private long appliedLsn;
    private long lastTaken;
    private long hurried;
    private boolean failing;
    private boolean closing;

    private record Waiting(Logged logged, int octets) {}

    /// Starts it.
    ///
    /// @param applied told each position that has been applied, on the applier's thread
    public Applier(Index index, int lagRecords, long lagOctets, LongConsumer applied) {
        this.index = index;
        this.lagRecords = lagRecords;
        this.lagOctets = lagOctets;
        this.applied = applied;
        this.thread = Thread.ofPlatform().name("jebi-applier").start(this::run);
    }

    @Override
    public void take(Logged logged, int size) {
        lock.lock();
        try {
            waiting.add(new Waiting(logged, size));
            lastTaken = logged.lsn();
            records++;
            octets += size;
            if (waiting.size() == 1 || waiting.size() == BATCH_RECORDS) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Has what was taken up to a record written without waiting for more.
    public void hurry(long lsn) {
        lock.lock();
        try {
            hurried = Math.max(hurried, lsn);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The last record that was taken: what the index will have applied at least, soon.
    public long lastTaken() {
        lock.lock();
        try {
            return lastTaken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitRoom() {
        lock.lock();
        try {
            while (records >= lagRecords || octets >= lagOctets) {
                if (failing) {
                    return false;
                }
                room.awaitUninterruptibly();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitApplied(long lsn) {
        lock.lock();
        try {
            while (appliedLsn < lsn) {
                if (failing || (closing && records == 0)) {
                    return false;
                }
                room.awaitUninterruptibly();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (var batch = next(); !batch.isEmpty(); batch = next()) {
                apply(batch);
            }
        } catch (InterruptedException e) {
            LOG.warn("event=applier-interrupted", e);
        }
    }

    private List<Waiting> next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                work.await();
            }
            long left = LINGER_NANOS;
            while (left > 0 && !closing && !isHurried() && waiting.size() < BATCH_RECORDS) {
                left = work.awaitNanos(left);
            }
            var batch = new ArrayList<Waiting>();
            while (batch.size() < BATCH_RECORDS && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHurried() {
        return waiting.peek().logged().lsn() <= hurried;
    }

    private void apply(List<Waiting> batch) throws InterruptedException {
        var logged = batch.stream().map(Waiting::logged).toList();
        long last = logged.getLast().lsn();
        while (!logged.isEmpty()) {
            try {
                index.apply(logged);
                break;
            } catch (SQLException | RuntimeException e) {
                tell(last, e);
                logged = reopened(logged); // at once: there are readers
                boolean full = DiskFull.isCause(e);
                do {
                    if (!pause()) {
                        return;
                    }
                } while (full && !index.hasRoom());
            }
        }
        applied.accept(last);
        done(batch);
    }

    /// The first failure with all that is known of it, the next ones in a line.
    private void tell(long last, Exception failure) {
        lock.lock();
        try {
            if (failing) {
                LOG.error("event=index-write outcome=failed lsn={} again=true", last);
            } else if (DiskFull.isCause(failure)) {
                LOG.error("event=index-write outcome=failed lsn={} reason=no-room", last);
            } else {
                LOG.error("event=index-write outcome=failed lsn={}", last, failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits before the next try.
    ///
    /// @return false when the store was closing already: the journal still has it all
    private boolean pause() throws InterruptedException {
        lock.lock();
        try {
            boolean last = closing;
            failing = true;
            room.signalAll();
            long left = RETRY_NANOS;
            while (left > 0 && !closing) {
                left = work.awaitNanos(left);
            }
            return !last;
        } finally {
            lock.unlock();
        }
    }

    private List<Logged> reopened(List<Logged> logged) {
        try {
            long position = index.reopen();
            return logged.stream().filter(record -> record.lsn() > position).toList();
        } catch (SQLException | RuntimeException e) {
            LOG.error("event=index-reopen outcome=failed reason=\"{}\"", e.getMessage());
            return logged;
        }
    }

    private void done(List<Waiting> batch) {
        lock.lock();
        try {
            failing = false;
            appliedLsn = batch.getLast().logged().lsn();
            records -= batch.size();
            octets -= batch.stream().mapToLong(Waiting::octets).sum();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Applies what is waiting, then ends.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
