package dev.jebi.transfer.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Tells once a second how far a run has come and how long it may still take. For one thread.
public final class Pace {
    private static final Duration STEP = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Listener listener;
    private final Instant begun;
    private Instant told;
    private double begunAt = -1;

    /// Hears a line.
    public interface Listener {
        /// Takes it.
        ///
        /// @throws IOException to end the run
        void tell(String line) throws IOException;
    }

    /// A run that begins now.
    public Pace(InstantSource clock, Listener listener) {
        this.clock = clock;
        this.listener = listener;
        this.begun = clock.instant();
        this.told = begun;
    }

    /// So many messages are done, and this share of all there is to do.
    void reached(String done, long messages, double share) throws IOException {
        if (begunAt < 0) {
            begunAt = share;
        }
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(STEP) < 0) {
            return;
        }
        told = now;
        double seconds = Duration.between(begun, now).toMillis() / 1000.0;
        double speed = (share - begunAt) / seconds;
        String left = speed > 0 ? time((1 - share) / speed) : "unknown";
        listener.tell(
                "%s %,d messages, %.1f %%, %,.0f messages/s, about %s left"
                        .formatted(done, messages, 100 * share, messages / seconds, left));
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60
                ? whole + " s"
                : whole < 3_600
                        ? "%d min %02d s".formatted(whole / 60, whole % 60)
                        : "%d h %02d min".formatted(whole / 3_600, whole / 60 % 60);
    }
}
