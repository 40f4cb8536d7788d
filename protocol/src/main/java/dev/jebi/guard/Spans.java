package dev.jebi.guard;

import java.time.Duration;

/// Spans of time as people say them.
final class Spans {
    private Spans() {}

    static String text(Duration span) {
        long seconds = Math.max(1, span.toSeconds());
        if (seconds % 86_400 == 0) {
            return count(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return count(seconds / 3_600, "hour");
        }
        return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long number, String unit) {
        return number == 1 ? "one " + unit : number + " " + unit + "s";
    }
}
