package dev.jebi.imapserver.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Dates as commands write them (RFC 9051 §9 `date` and `date-time`).
final class ImapDates {
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final Pattern DATE = Pattern.compile("([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})");
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "( ?[0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})"
                            + " ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-])([0-9]{2})([0-9]{2})");

    private ImapDates() {}

    static LocalDate date(String text) {
        var matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            throw BadCommand.syntax("expected a date such as 1-Feb-2026");
        }
        return day(matcher);
    }

    static Instant dateTime(String text) {
        var matcher = DATE_TIME.matcher(text);
        if (!matcher.matches()) {
            throw BadCommand.syntax(
                    "expected a date and time such as \" 1-Feb-2026 12:00:00 +0000\"");
        }
        var day = day(matcher);
        try {
            // a leap second is the second before it
            int second = Math.min(number(matcher, 6), number(matcher, 6) == 60 ? 59 : 60);
            var time = LocalTime.of(number(matcher, 4), number(matcher, 5), second);
            int sign = matcher.group(7).equals("-") ? -1 : 1;
            var zone =
                    ZoneOffset.ofHoursMinutes(sign * number(matcher, 8), sign * number(matcher, 9));
            return day.atTime(time).toInstant(zone);
        } catch (DateTimeException e) {
            throw BadCommand.syntax("there is no such time");
        }
    }

    private static LocalDate day(MatchResult match) {
        int month = MONTHS.indexOf(match.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return LocalDate.of(number(match, 3), month, number(match, 1));
        } catch (DateTimeException e) {
            throw BadCommand.syntax("there is no such day");
        }
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group).strip());
    }
}
