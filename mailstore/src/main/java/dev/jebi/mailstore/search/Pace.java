package dev.jebi.mailstore.search;

import java.util.concurrent.TimeUnit;

/// How fast the index may be built: while much mail comes in, an eighth of one processor, for
/// taking it goes first; else four fifths. Safe for use by several threads.
final class Pace {
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(250);

    /// Octets a second that are much.
    private static final double MUCH = 1 << 20;

    private long position = -1;
    private long since;
    private boolean much;

    /// The store's log has come to there; asked now and then.
    synchronized void arrived(long lsn, long now) {
        long took = now - since;
        if (position >= 0 && took < WINDOW) {
            return;
        }
        double perSecond = (lsn - position) / (took / 1e9);
        much = position >= 0 && perSecond > MUCH;
        position = lsn;
        since = now;
    }

    /// How long to rest after working that long.
    synchronized long rest(long worked, long now) {
        boolean busy = much && now - since < 4 * WINDOW;
        return busy ? worked * 7 : worked / 4;
    }
}
