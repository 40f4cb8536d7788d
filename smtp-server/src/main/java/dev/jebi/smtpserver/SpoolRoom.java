package dev.jebi.smtpserver;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// The room on the disk that the messages of all sessions share while they come in. Safe for use by
/// several threads.
final class SpoolRoom {
    private final long octets;
    private final AtomicLong taken = new AtomicLong();

    SpoolRoom(long octets) {
        this.octets = octets;
    }

    /// Takes room; what was taken must be given back.
    ///
    /// @throws IOException when there is not so much
    void take(long more) throws IOException {
        if (taken.addAndGet(more) > octets) {
            taken.addAndGet(-more);
            throw new IOException("all sessions together have " + octets + " octets in the spool");
        }
    }

    void give(long back) {
        taken.addAndGet(-back);
    }

    long taken() {
        return taken.get();
    }
}
