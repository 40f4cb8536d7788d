package dev.jebi.daemon;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/// A time as people write it on the command line.
final class Moment {
    private Moment() {}

    /// As an instant in ISO 8601; what is nothing else is a time ago, and nothing stays nothing.
    static String since(CommandSpec spec, String text) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant() + "";
        } catch (DateTimeParseException _) {
            // not a date
        }
        try {
            return Instant.parse(text).toString();
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
