package dev.jebi.mailstore.journal;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/// Octets of segments that are deleted, but that somebody could still read: the disk gets them back
/// when the last content in them was collected. Safe for use by several threads.
final class Reclaimed {
    private static final Cleaner CLEANER = Cleaner.create();

    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();

    /// A file was deleted.
    void deleted(LogFile file, long size) {
        deleted.addAndGet(size);
        octets.addAndGet(size);
        var counter = octets; // must not hold the file
        CLEANER.register(file, () -> counter.addAndGet(-size));
    }

    long octets() {
        return octets.get();
    }

    /// Octets of all that ever were.
    long deleted() {
        return deleted.get();
    }
}
