package dev.jebi.daemon;

import java.time.Duration;
import java.util.regex.Pattern;

/// Sizes and times as people write them: `50M`, `2G`, `10s`, `4h`, `5d`.
final class Quantity {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\s*([A-Za-z]*)");

    /// Nothing that a date could not hold is a time.
    private static final Duration LONGEST = Duration.ofDays(365_000);

    private Quantity() {}

    /// A number of octets; K, M, G and T are powers of 1024, and `B` or `iB` may follow.
    ///
    /// @throws IllegalArgumentException when it is none; the message says what one looks like
    static long octets(String text) {
        var match = FORM.matcher(text.strip());
        if (match.matches()) {
            long factor =
                    switch (match.group(2).toUpperCase(java.util.Locale.ROOT)) {
                        case "", "B" -> 1;
                        case "K", "KB", "KIB" -> 1L << 10;
                        case "M", "MB", "MIB" -> 1L << 20;
                        case "G", "GB", "GIB" -> 1L << 30;
                        case "T", "TB", "TIB" -> 1L << 40;
                        default -> 0;
                    };
            long number = Long.parseLong(match.group(1));
            if (factor > 0 && number <= Long.MAX_VALUE / factor) {
                return number * factor;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no size; write for example 500M or 2G");
    }

    /// A span of time.
    ///
    /// @throws IllegalArgumentException when it is none; the message says what one looks like
    static Duration time(String text) {
        var match = FORM.matcher(text.strip());
        if (match.matches()) {
            long number = Long.parseLong(match.group(1));
            var unit =
                    switch (match.group(2)) {
                        case "ms" -> Duration.ofMillis(1);
                        case "s" -> Duration.ofSeconds(1);
                        case "m" -> Duration.ofMinutes(1);
                        case "h" -> Duration.ofHours(1);
                        case "d" -> Duration.ofDays(1);
                        default -> Duration.ZERO;
                    };
            if (!unit.isZero() && number <= LONGEST.dividedBy(unit)) {
                return unit.multipliedBy(number);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no time; write for example 30s, 5m, 4h or 5d");
    }
}
