package dev.jebi.daemon;

import dev.jebi.mailstore.backup.Progress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Tells once a second how much of a whole is done and how long the rest may take.
final class Share {
    private static final Duration STEP = Duration.ofSeconds(1);

    private final dev.jebi.daemon.Progress listener;
    private final Clock clock = Clock.systemUTC();
    private final Instant begun = clock.instant();
    private Instant told = begun;

    private Share(dev.jebi.daemon.Progress listener) {
        this.listener = listener;
    }

    static Progress telling(dev.jebi.daemon.Progress listener) {
        return new Share(listener)::reached;
    }

    private void reached(String what, long done, long all) throws java.io.IOException {
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(STEP) < 0) {
            return;
        }
        told = now;
        double seconds = Duration.between(begun, now).toMillis() / 1000.0;
        double left = done == 0 ? 0 : seconds * (all - done) / done;
        listener.tell(
                "%,d of %,d %s, %.0f %%, about %.0f s left"
                        .formatted(done, all, what, all == 0 ? 100.0 : 100.0 * done / all, left));
    }
}
