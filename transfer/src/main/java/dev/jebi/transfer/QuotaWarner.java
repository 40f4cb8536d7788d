package dev.jebi.transfer;

import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.QuotaWarnings;
import dev.jebi.mailstore.QuotaWarnings.Due;
import dev.jebi.mailstore.Watch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells owners that their mailboxes are nearly full, by a message, as soon as the store says that
/// somebody is to be told. Safe for use by several threads.
public final class QuotaWarner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaWarner.class);

    /// Before what could not be told is tried again.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final QuotaWarnings warnings;
    private final String hostname;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Watch watch;
    private final Thread thread;
    private boolean rung = true;
    private boolean ended;

    /// Begins to tell.
    ///
    /// @param hostname what this host calls itself in Message-IDs
    public QuotaWarner(MailStore store, String hostname, InstantSource clock) {
        this.warnings = store.warnings();
        this.hostname = hostname;
        this.clock = clock;
        this.watch = warnings.watch(this::ring);
        this.thread = Thread.ofVirtual().name("jebi-quota-warner").start(this::run);
    }

    private void ring() {
        lock.lock();
        try {
            rung = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            boolean all = true;
            while (next(all)) {
                all = tell();
            }
        } catch (InterruptedException e) {
            LOG.warn("event=quota-warner outcome=interrupted", e);
        }
    }

    /// Waits until somebody may be to be told.
    ///
    /// @param all whether everybody was
    /// @return false when it ends
    private boolean next(boolean all) throws InterruptedException {
        lock.lock();
        try {
            long left = PAUSE.toNanos();
            while (!rung && !ended && (all || left > 0)) {
                if (all) {
                    change.await();
                } else {
                    left = change.awaitNanos(left);
                }
            }
            rung = false;
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether nobody is left to be told
    private boolean tell() {
        for (Due due : warnings.due()) {
            try {
                if (warnings.warn(due, FullnessNotice.of(due, hostname, clock.instant()))) {
                    LOG.info(
                            "event=quota-warning account={} level={}",
                            due.account().address(),
                            due.level());
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn(
                        "event=quota-warning account={} outcome=failed again=true",
                        due.account().address(),
                        e);
            }
        }
        return warnings.due().isEmpty();
    }

    @Override
    public void close() {
        watch.close();
        lock.lock();
        try {
            ended = true;
            change.signalAll();
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
