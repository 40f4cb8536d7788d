package dev.jebi.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What attempts have shown of a destination; guarded by the lock of its [Lanes].
final class Standing {
    /// What is to be expected of it.
    enum Kind {
        /// It has taken mail, and nothing has been wrong since.
        PROVEN,
        /// Nothing is known.
        FRESH,
        /// It was not to be reached, or took nothing.
        SUSPECT
    }

    /// What a batch came to.
    enum Ending {
        /// The peer took something.
        TOOK,
        /// It took nothing for now.
        PUSHED_BACK,
        /// Neither.
        NEITHER
    }

    private final Window window;
    private final Duration firstPause;
    private Kind kind = Kind.FRESH;
    private int failures;
    private Instant until = Instant.MIN;
    private Optional<Diagnosis> why = Optional.empty();

    /// @param most connections at once
    /// @param firstPause after the first attempt that reached nobody; after each further one it is
    ///   twice as long, up to twenty times
    Standing(int most, Duration firstPause) {
        this.window = new Window(most);
        this.firstPause = firstPause;
    }

    Kind kind() {
        return kind;
    }

    int window() {
        return window.size();
    }

    void ended(Ending ending) {
        switch (ending) {
            case TOOK -> {
                window.success();
                kind = Kind.PROVEN;
                failures = 0;
                why = Optional.empty();
            }
            case PUSHED_BACK -> {
                window.tooMuch();
                kind = Kind.SUSPECT;
            }
            case NEITHER -> {}
        }
    }

    /// Nobody was reached: what is due within the next time is spared the attempt.
    void unreachable(Diagnosis because, Instant now) {
        if (now.isBefore(until)) {
            return; // one of several that began before this was known
        }
        until = now.plus(firstPause.multipliedBy(Math.min(1 << Math.min(failures, 10), 20)));
        failures++;
        kind = Kind.SUSPECT;
        why = Optional.of(because);
    }

    /// Why no attempt is made for now.
    Optional<Diagnosis> suspended(Instant now) {
        return now.isBefore(until) ? why : Optional.empty();
    }

    /// Gives it another chance at once.
    void forget() {
        until = Instant.MIN;
        why = Optional.empty();
    }
}
