package dev.jebi.mailstore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Ends the keeping of expunged messages in the background: every hour of what is too old, at once
/// of what is too much. Every hour values of the register that have expired go too. Safe for use by
/// several threads.
final class KeptExpiry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptExpiry.class);
    private static final long PAUSE_NANOS = Duration.ofHours(1).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Set<AccountState> tooMuch = new HashSet<>();
    private @Nullable Running running;
    private boolean ended;

    private record Running(KeptMessages kept, StoredRegister register, Thread thread) {}

    /// Begins with a look after all.
    void start(KeptMessages kept, StoredRegister register) {
        var thread = Thread.ofVirtual().name("jebi-kept").unstarted(() -> run(kept, register));
        running = new Running(kept, register, thread);
        thread.start();
    }

    /// An account has more than it may.
    void mind(AccountState account) {
        lock.lock();
        try {
            tooMuch.add(account);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run(KeptMessages kept, StoredRegister register) {
        try {
            expireAll(kept);
            expireAll(register);
            while (next()) {
                var accounts = some();
                if (accounts.isEmpty()) {
                    expireAll(kept);
                    expireAll(register);
                }
                accounts.forEach(account -> expire(kept, account));
            }
        } catch (InterruptedException e) {
            LOG.warn("event=kept-expiry outcome=interrupted", e);
        }
    }

    /// Waits for work, or for the time to look after all.
    ///
    /// @return false when the store ends
    private boolean next() throws InterruptedException {
        lock.lock();
        try {
            long left = PAUSE_NANOS;
            while (left > 0 && tooMuch.isEmpty() && !ended) {
                left = work.awaitNanos(left);
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    private Set<AccountState> some() {
        lock.lock();
        try {
            var accounts = Set.copyOf(tooMuch);
            tooMuch.clear();
            return accounts;
        } finally {
            lock.unlock();
        }
    }

    private static void expireAll(KeptMessages kept) {
        try {
            int expired = kept.expire();
            if (expired > 0) {
                LOG.info("event=kept-expired messages={}", expired);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=kept-expiry outcome=failed again=true", e); // the next hour
        }
    }

    private static void expireAll(StoredRegister register) {
        try {
            int expired = register.expire();
            if (expired > 0) {
                LOG.info("event=register-expired values={}", expired);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=register-expiry outcome=failed again=true", e); // the next hour
        }
    }

    private static void expire(KeptMessages kept, AccountState account) {
        try {
            LOG.info(
                    "event=kept-limit account={} messages={}",
                    account.address,
                    kept.expire(account));
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=kept-expiry outcome=failed again=true", e);
        }
    }

    @Override
    public void close() {
        var now = running;
        if (now == null) {
            return;
        }
        now.kept.end();
        now.register.end();
        lock.lock();
        try {
            ended = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (now.thread.isAlive()) {
            try {
                now.thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
