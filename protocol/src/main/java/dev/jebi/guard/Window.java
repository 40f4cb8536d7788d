package dev.jebi.guard;

import java.time.Duration;
import java.time.Instant;

/// Counts what happened in a span of time that moves along: whole in the span that runs, by its
/// share in the one before. For one thread at a time.
final class Window {
    private final Rate rate;
    private long span;
    private long now;
    private long before;

    Window(Rate rate) {
        this.rate = rate;
    }

    /// Counts once.
    ///
    /// @return whether that was within the rate
    boolean add(Instant at) {
        if (!rate.limited()) {
            return true;
        }
        turn(at);
        now++;
        return count(at) <= rate.count();
    }

    void add(Instant at, int count) {
        turn(at);
        now += count;
    }

    /// How often it has happened, nearly.
    long count(Instant at) {
        if (!rate.limited()) {
            return 0;
        }
        turn(at);
        long length = rate.per().toMillis();
        long left = length - Math.floorMod(at.toEpochMilli(), length);
        return now + before * left / length;
    }

    /// Whether there is room for once more.
    boolean full(Instant at) {
        return rate.limited() && count(at) >= rate.count();
    }

    /// When there is room again, at the latest.
    Instant emptier(Instant at) {
        Duration per = rate.per();
        return at.plusMillis(per.toMillis() - Math.floorMod(at.toEpochMilli(), per.toMillis()))
                .plus(before == 0 ? Duration.ZERO : per.dividedBy(2));
    }

    private void turn(Instant at) {
        long current = Math.floorDiv(at.toEpochMilli(), rate.per().toMillis());
        if (current != span) {
            before = current == span + 1 ? now : 0;
            now = 0;
            span = current;
        }
    }
}
