package dev.jebi.daemon;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/// A time as people write it on the command line.
final class Moment {
    private static final Duration LATEST = Duration.ofDays(365_000);

    private Moment() {}

    /// A time of which no calculation leads out of all that can be written.
    private static String sane(Instant time) {
        if (time.isBefore(Instant.EPOCH.minus(LATEST))
                || time.isAfter(Instant.EPOCH.plus(LATEST))) {
            throw new DateTimeParseException("nothing happened then", time.toString(), 0);
        }
        return time.toString();
    }

    /// As an instant in ISO 8601; what is nothing else is a time ago, and nothing stays nothing.
    static String since(CommandSpec spec, String text) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            return sane(LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant());
        } catch (DateTimeParseException _) {
            // not a date
        }
        try {
            return sane(Instant.parse(text));
        } catch (DateTimeParseException _) {
            // not a time either
        }
        try {
            return Clock.systemUTC().instant().minus(Quantity.time(text)).toString();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + text + "' is no time; write 2h, 3d, 2026-11-20 or 2026-11-20T08:00:00Z",
                    e,
                    null,
                    text);
        }
    }
}
