package dev.jebi.transfer.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The line before each message of an mbox file: `From `, a sender, and when it came, in UTC (RFC
/// 4155 appendix A) unless the line names an offset from it, before or behind the year.
final class FromLine {
    private static final Pattern DATED =
            Pattern.compile(
                    "From .*\\b(\\w{3})\\s+(\\d{1,2})\\s+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?"
                            + "(.*\\b\\d{4}\\b.*)");

    private static final Pattern YEAR = Pattern.compile("(?<![-+\\w])\\d{4}\\b");
    private static final Pattern OFFSET = Pattern.compile("(?<!\\w)[-+]\\d{4}\\b");

    /// What no program writes is not looked at more closely: the pattern goes back and forth.
    private static final int LONGEST = 1_000;

    private FromLine() {}

    /// Whether a line is one: with a date, or bare as Thunderbird writes it.
    static boolean is(String line) {
        return line.equals("From")
                || line.equals("From -")
                || (line.length() <= LONGEST && DATED.matcher(line).matches());
    }

    /// The date, where it is one.
    static Optional<Instant> date(String line) {
        var match = DATED.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        var year = YEAR.matcher(match.group(6));
        var month = month(match.group(1));
        if (!year.find() || month.isEmpty()) {
            return Optional.empty();
        }
        try {
            String seconds = match.group(5);
            var time =
                    LocalTime.of(
                            number(match.group(3)),
                            number(match.group(4)),
                            seconds == null ? 0 : number(seconds));
            return Optional.of(
                    LocalDate.of(number(year.group()), month.get(), number(match.group(2)))
                            .atTime(time)
                            .toInstant(offset(match.group(6))));
        } catch (DateTimeException _) {
            return Optional.empty(); // 31 February: the message is taken all the same
        }
    }

    private static ZoneOffset offset(String text) {
        var offset = OFFSET.matcher(text);
        return offset.find() ? ZoneOffset.of(offset.group()) : ZoneOffset.UTC;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits, 10);
    }

    private static Optional<Month> month(String name) {
        for (Month month : Month.values()) {
            if (month.name().startsWith(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(month);
            }
        }
        return Optional.empty();
    }
}
