package dev.jebi.transfer.reports;

import dev.jebi.transfer.tls.StsCache;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Keeps what is collected every few minutes, sends the reports of a day some time in the first
/// hours of the next, and fetches policies anew. One thread.
public final class ReportTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportTask.class);

    private static final Duration FLUSH = Duration.ofMinutes(5);
    private static final Duration SEND = Duration.ofHours(1);

    /// RFC 8460 §4.1: not everybody at midnight.
    private static final Duration SPREAD = Duration.ofHours(4);

    private final Reports reports;
    private final StsCache policies;
    private final InstantSource clock;
    private final long delaySeconds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ending = lock.newCondition();
    private final Thread thread;
    private boolean ended;

    /// Begins.
    public ReportTask(
            Reports reports, StsCache policies, RandomGenerator random, InstantSource clock) {
        this.reports = reports;
        this.policies = policies;
        this.clock = clock;
        this.delaySeconds = random.nextLong(SPREAD.toSeconds());
        this.thread = Thread.ofVirtual().name("reports").start(this::run);
    }

    private void run() {
        Instant last = clock.instant();
        while (waited()) {
            try {
                reports.flush();
                if (last.plus(SEND).isBefore(clock.instant())) {
                    last = clock.instant();
                    policies.refresh();
                    if (secondsOfDay(last) >= delaySeconds) {
                        reports.send();
                    }
                }
            } catch (IOException | RuntimeException e) {
                LOG.error("event=reports fault", e);
            }
        }
    }

    private static long secondsOfDay(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
    }

    /// @return false when it ends
    private boolean waited() {
        lock.lock();
        try {
            long nanos = FLUSH.toNanos();
            while (!ended && nanos > 0) {
                nanos = ending.awaitNanos(nanos);
            }
            return !ended;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            ending.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        reports.flush();
    }
}
