package dev.jebi.pop3server;

import dev.jebi.mailstore.AccountId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// When accounts that may not sign in too often may do so again (RFC 2449 §6.5). In memory: after a
/// restart, and on another node, they may at once. Safe for use by several threads.
final class LoginDelays {
    /// With more accounts those that may sign in again are forgotten.
    private static final int SWEEP = 1_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AccountId, Instant> again = new HashMap<>();
    private int sweepAt = SWEEP;

    LoginDelays(InstantSource clock) {
        this.clock = clock;
    }

    /// How long an account still has to wait; zero when it may sign in.
    Duration left(AccountId account) {
        lock.lock();
        try {
            var now = clock.instant();
            var left = Duration.between(now, again.getOrDefault(account, now));
            return left.isNegative() ? Duration.ZERO : left;
        } finally {
            lock.unlock();
        }
    }

    /// An account has signed in.
    void signedIn(AccountId account, Duration delay) {
        if (delay.isZero()) {
            return;
        }
        lock.lock();
        try {
            var now = clock.instant();
            again.put(account, now.plus(delay));
            if (again.size() > sweepAt) {
                again.values().removeIf(then -> !then.isAfter(now));
                sweepAt = Math.max(SWEEP, again.size() * 2);
            }
        } finally {
            lock.unlock();
        }
    }
}
