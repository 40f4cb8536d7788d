package dev.jebi.transfer.reports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// What is reported together: a day in UTC, whom it is about, and the node that met it.
record DayAndDomain(LocalDate day, String domain, String node) {
    static DayAndDomain of(Instant at, String domain, String node) {
        return new DayAndDomain(LocalDate.ofInstant(at, ZoneOffset.UTC), domain, node);
    }

    /// As a key of the register; days sort by themselves.
    String key() {
        return day + " " + domain + " " + node;
    }

    static Optional<DayAndDomain> parse(String key) {
        var words = key.split(" ", -1);
        try {
            return words.length == 3
                    ? Optional.of(new DayAndDomain(LocalDate.parse(words[0]), words[1], words[2]))
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty(); // written by somebody else
        }
    }

    Instant begin() {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// The last second.
    Instant end() {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
    }

    boolean over(Instant now) {
        return end().isBefore(now);
    }
}
