package dev.jebi.mime;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Dates of header fields (RFC 5322 §3.3 and §4.3).
public final class MailDate {
    /// Nothing beyond this is a date.
    private static final int LONGEST = 200;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{1,2})\\s*:\\s*(\\d{1,2})(?:\\s*:\\s*(\\d{1,2}))?(?:[.,]\\d+)?(?:\\s*([ap])\\.?m\\b)?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})[^a-z0-9]*([a-z]{3,})[^a-z0-9]*(\\d{2,4})?");
    private static final Pattern MONTH_FIRST =
            Pattern.compile("([a-z]{3,})[^a-z0-9]*(\\d{1,2})(?!\\d)(?:[^a-z0-9]+(\\d{4}))?");
    private static final Pattern YEAR = Pattern.compile("(?<![\\d+-])(\\d{4})(?!\\d)");
    private static final Pattern OFFSET = Pattern.compile("([+-])\\s?(\\d{1,2}):?(\\d{2})?(?!\\d)");
    private static final Pattern ZONE = Pattern.compile("\\b([a-z]{1,5})\\b");

    private MailDate() {}

    /// Reads a date. Comments, odd spacing, two-digit years, month before day, a missing weekday,
    /// time or zone are let pass; without a zone it is UTC.
    public static Optional<OffsetDateTime> parse(String value) {
        String text =
                withoutComments(value.substring(0, Math.min(LONGEST, value.length())))
                        .toLowerCase(Locale.ROOT)
                        .strip();
        Matcher clock = TIME.matcher(text);
        boolean timed = clock.find();
        String before = timed ? text.substring(0, clock.start()) : text;
        String after = timed ? text.substring(clock.end()) : "";
        try {
            Optional<LocalDate> date = date(before, after);
            LocalTime time = timed ? time(clock) : LocalTime.MIDNIGHT;
            return date.map(d -> OffsetDateTime.of(d, time, zone(after)));
        } catch (DateTimeException _) { // numbers that no calendar has
            return Optional.empty();
        }
    }

    /// The same in seconds since 1970. What is written as RFC 5322 §3.3 has it is read at a glance:
    /// sorting a mailbox reads a date of every message.
    public static OptionalLong seconds(String value) {
        var plain = PlainDate.seconds(value);
        if (plain.isPresent()) {
            return plain;
        }
        var parsed = parse(value);
        return parsed.isPresent()
                ? OptionalLong.of(parsed.get().toEpochSecond())
                : OptionalLong.empty();
    }

    /// Writes a date as Date and trace fields have it.
    public static String format(OffsetDateTime date) {
        return FORMAT.format(date);
    }

    private static String withoutComments(String value) {
        var text = new StringBuilder();
        int depth = 0;
        for (char c : value.toCharArray()) {
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
                text.append(' ');
            } else if (depth == 0) {
                text.append(c < ' ' || c > '~' ? ' ' : c);
            }
        }
        return text.toString();
    }

    private static Optional<LocalDate> date(String before, String after) {
        Matcher iso = ISO.matcher(before);
        if (iso.find()) {
            return Optional.of(
                    date(number(iso.group(1)), number(iso.group(2)), number(iso.group(3))));
        }
        Matcher day = DAY_FIRST.matcher(before);
        while (day.find()) {
            int month = month(day.group(2));
            if (month > 0) {
                return year(Optional.ofNullable(day.group(3)), after)
                        .map(y -> date(y, month, number(day.group(1))));
            }
        }
        Matcher month = MONTH_FIRST.matcher(before);
        int at = 0;
        while (month.find(at)) {
            int which = month(month.group(1));
            if (which > 0) {
                return year(Optional.ofNullable(month.group(3)), after)
                        .map(y -> date(y, which, number(month.group(2))));
            }
            at = month.end(1);
        }
        return Optional.empty();
    }

    private static Optional<Integer> year(Optional<String> beforeTime, String after) {
        if (beforeTime.isPresent()) {
            return beforeTime.map(MailDate::year);
        }
        Matcher year = YEAR.matcher(after);
        return year.find() ? Optional.of(year(year.group(1))) : Optional.empty();
    }

    /// RFC 5322 §4.3: two digits are 2000 to 2049 or 1950 to 1999, three count from 1900.
    private static int year(String digits) {
        int year = number(digits);
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            default -> year;
        };
    }

    private static int month(String name) {
        int at = MONTHS.indexOf(name.substring(0, 3));
        return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
    }

    private static LocalDate date(int year, int month, int day) {
        if (day > 31) {
            throw new DateTimeException("no such day");
        }
        return LocalDate.of(year, month, Math.min(day, YearMonth.of(year, month).lengthOfMonth()));
    }

    private static LocalTime time(Matcher clock) {
        int hour = number(clock.group(1));
        Optional<String> half = Optional.ofNullable(clock.group(4));
        if (half.isPresent() && hour <= 12) {
            hour = hour % 12 + (half.get().equals("p") ? 12 : 0);
        }
        int second = Optional.ofNullable(clock.group(3)).map(MailDate::number).orElse(0);
        int minute = number(clock.group(2));
        if (hour > 23 || minute > 59 || second > 60) {
            return LocalTime.MIDNIGHT; // no time; the day may still be right
        }
        // a leap second is the second before it
        return LocalTime.of(hour, minute, second == 60 ? 59 : second);
    }

    private static ZoneOffset zone(String after) {
        Matcher offset = OFFSET.matcher(after);
        if (offset.find()) {
            int sign = offset.group(1).equals("-") ? -1 : 1;
            int hours = number(offset.group(2));
            int minutes = Optional.ofNullable(offset.group(3)).map(MailDate::number).orElse(0);
            boolean possible = hours < 18 && minutes < 60;
            return possible
                    ? ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes)
                    : ZoneOffset.UTC;
        }
        Matcher zone = ZONE.matcher(after);
        return zone.find() ? named(zone.group(1)) : ZoneOffset.UTC;
    }

    /// RFC 5322 §4.3: the North American zones; the military ones were used wrongly and say
    /// nothing. The European ones are not in it and mail has them.
    private static ZoneOffset named(String zone) {
        int hours =
                switch (zone) {
                    case "edt" -> -4;
                    case "est", "cdt" -> -5;
                    case "cst", "mdt" -> -6;
                    case "mst", "pdt" -> -7;
                    case "pst" -> -8;
                    case "cet", "met", "bst", "mez" -> 1;
                    case "cest", "mest", "eet", "mesz" -> 2;
                    case "eest", "msk" -> 3;
                    case "jst", "kst" -> 9;
                    default -> 0;
                };
        return ZoneOffset.ofHours(hours);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
