package dev.jebi.guard;

import java.time.Duration;

/// How often something may happen.
///
/// @param count so often
/// @param per in that time; zero where there is no limit
public record Rate(int count, Duration per) {
    /// No limit.
    public static final Rate UNLIMITED = new Rate(Integer.MAX_VALUE, Duration.ZERO);

    /// Whether there is a limit.
    public boolean limited() {
        return !per.isZero();
    }

    /// The same for so many times as much.
    Rate times(int factor) {
        return new Rate((int) Math.min((long) count * factor, Integer.MAX_VALUE), per);
    }

    /// As it is written, `10/10m`.
    @Override
    public String toString() {
        return limited() ? count + " in " + Spans.text(per) : "any number";
    }
}
