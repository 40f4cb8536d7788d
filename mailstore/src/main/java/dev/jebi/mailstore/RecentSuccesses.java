package dev.jebi.mailstore;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/// Fingerprints of what was right a short while ago, the oldest forgotten first. Safe for use by
/// several threads.
final class RecentSuccesses {
    private final int most;
    private final Duration kept;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<ByteBuffer, Instant> until = new LinkedHashMap<>();

    RecentSuccesses(int most, Duration kept, InstantSource clock) {
        this.most = most;
        this.kept = kept;
        this.clock = clock;
    }

    boolean contains(byte[] fingerprint) {
        lock.lock();
        try {
            var end = until.get(ByteBuffer.wrap(fingerprint));
            return end != null && !over(end);
        } finally {
            lock.unlock();
        }
    }

    void add(byte[] fingerprint) {
        lock.lock();
        try {
            var key = ByteBuffer.wrap(fingerprint.clone());
            until.remove(key);
            until.put(key, clock.instant().plus(kept));
            // all are kept equally long: the oldest ends first
            var oldest = until.firstEntry();
            while (oldest != null && (until.size() > most || over(oldest.getValue()))) {
                until.pollFirstEntry();
                oldest = until.firstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean over(Instant end) {
        return !clock.instant().isBefore(end);
    }
}
