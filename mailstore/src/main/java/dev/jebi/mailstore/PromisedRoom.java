package dev.jebi.mailstore;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The room in an account's quota that this process has promised to messages on their way. Safe for
/// use by several threads.
final class PromisedRoom {
    private final ReentrantLock lock = new ReentrantLock();
    private long octets;
    private long messages;

    /// Promises room for one more message.
    ///
    /// @param quota asked while nothing can be promised: what was delivered is in it before its
    ///   promise ends
    /// @param least what must be free beside what is promised
    /// @param held what is promised
    Optional<Watch> promise(Supplier<Quota> quota, long least, long held) {
        lock.lock();
        try {
            if (!quota.get().fits(octets + least, messages + 1)) {
                return Optional.empty();
            }
            octets += held;
            messages++;
        } finally {
            lock.unlock();
        }
        var ended = new AtomicBoolean();
        return Optional.of(() -> {
            if (ended.compareAndSet(false, true)) {
                end(held);
            }
        });
    }

    private void end(long held) {
        lock.lock();
        try {
            octets -= held;
            messages--;
        } finally {
            lock.unlock();
        }
    }
}
