package dev.jebi.guard;

import java.util.concurrent.TimeUnit;

/// So many lines a second, with a few seconds' worth at once. For one thread.
final class Pace {
    private static final long AT_ONCE = TimeUnit.SECONDS.toNanos(10);

    private final long each;
    private long free;

    /// @param lines a second; 0 for any number
    Pace(int lines) {
        this.each = lines == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / lines;
        this.free = System.nanoTime() - AT_ONCE;
    }

    /// Counts a line.
    ///
    /// @return for how many nanoseconds the next must wait
    long line() {
        if (each == 0) {
            return 0;
        }
        long now = System.nanoTime();
        free = Math.max(free, now - AT_ONCE) + each;
        return Math.max(0, free - now);
    }
}
