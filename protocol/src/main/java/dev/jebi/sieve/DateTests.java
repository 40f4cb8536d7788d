package dev.jebi.sieve;

import dev.jebi.mime.MailDate;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The tests of dates (RFC 5260 §4 and §5).
final class DateTests {
    private static final Set<String> PARTS =
            Set.of(
                    "year", "month", "day", "date", "julian", "hour", "minute", "second", "time",
                    "iso8601", "std11", "zone", "weekday");

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter STD11 =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss xx", Locale.US);

    private DateTests() {}

    static Question date(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        HeaderFields fields = HeaderFields.of(call, scope);
        Text name = scope.text(call, 0);
        Text part = part(call, scope, 1);
        Optional<Text> zone = zone(call, scope);
        List<Text> keys = scope.texts(call, 2);
        boolean original = call.has("originalzone");
        return run -> {
            var values = new ArrayList<String>();
            for (String field : fields.values(run, name.value(run))) {
                Optional<OffsetDateTime> date = MailDate.parse(dated(field));
                if (date.isPresent()) {
                    OffsetDateTime shown = original ? date.get() : in(date.get(), zone, run);
                    show(shown, part.value(run)).ifPresent(values::add);
                }
            }
            return match.any(run, values, Scope.values(keys, run));
        };
    }

    /// RFC 5260 §4: of a Received field, what is behind the last semicolon.
    private static String dated(String value) {
        return value.substring(value.lastIndexOf(';') + 1);
    }

    static Question currentDate(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        Text part = part(call, scope, 0);
        Optional<Text> zone = zone(call, scope);
        List<Text> keys = scope.texts(call, 1);
        return run -> {
            OffsetDateTime now = run.now().atOffset(ZoneOffset.UTC);
            List<String> values = show(in(now, zone, run), part.value(run)).stream().toList();
            return match.any(run, values, Scope.values(keys, run));
        };
    }

    private static Text part(Call call, Scope scope, int place) {
        Text part = scope.text(call, place);
        String name = part.constantText().toLowerCase(Locale.ROOT);
        if (part.constant() && !PARTS.contains(name)) {
            scope.error(part.at(), "a date has no part '" + name + "'");
        }
        return part;
    }

    private static Optional<Text> zone(Call call, Scope scope) {
        Optional<Text> zone = scope.behind(call, "zone");
        zone.filter(Text::constant)
                .filter(z -> offset(z.constantText()).isEmpty())
                .ifPresent(z ->
                        scope.error(
                                z.at(),
                                "a time zone is an offset such as \"+0900\", not '"
                                        + z.constantText()
                                        + "'"));
        return zone;
    }

    private static OffsetDateTime in(OffsetDateTime date, Optional<Text> zone, Evaluation run)
            throws SieveFault {
        Optional<ZoneOffset> offset =
                zone.isPresent() ? offset(zone.get().value(run)) : Optional.empty();
        ZoneOffset shown =
                offset.orElseGet(
                        () -> run.environment().zone().getRules().getOffset(date.toInstant()));
        try {
            return date.withOffsetSameInstant(shown);
        } catch (DateTimeException _) { // at the ends of all time
            return date;
        }
    }

    /// `+hhmm` or `-hhmm`.
    private static Optional<ZoneOffset> offset(String text) {
        boolean formed =
                text.length() == 5
                        && (text.charAt(0) == '+' || text.charAt(0) == '-')
                        && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        if (!formed) {
            return Optional.empty();
        }
        int sign = text.charAt(0) == '-' ? -1 : 1;
        int hours = Integer.parseInt(text.substring(1, 3));
        int minutes = Integer.parseInt(text.substring(3));
        return hours < 18 && minutes < 60
                ? Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes))
                : Optional.empty();
    }

    /// RFC 5260 §4.2.
    private static Optional<String> show(OffsetDateTime date, String part) {
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "year" -> Optional.of(padded(date.getYear(), 4));
            case "month" -> Optional.of(padded(date.getMonthValue(), 2));
            case "day" -> Optional.of(padded(date.getDayOfMonth(), 2));
            case "date" -> Optional.of(DateTimeFormatter.ISO_LOCAL_DATE.format(date));
            case "julian" ->
                    Optional.of(Long.toString(JulianFields.MODIFIED_JULIAN_DAY.getFrom(date)));
            case "hour" -> Optional.of(padded(date.getHour(), 2));
            case "minute" -> Optional.of(padded(date.getMinute(), 2));
            case "second" -> Optional.of(padded(date.getSecond(), 2));
            case "time" ->
                    Optional.of(
                            padded(date.getHour(), 2)
                                    + ":"
                                    + padded(date.getMinute(), 2)
                                    + ":"
                                    + padded(date.getSecond(), 2));
            case "iso8601" -> Optional.of(ISO.format(date));
            case "std11" -> Optional.of(STD11.format(date));
            case "zone" -> Optional.of(zone(date.getOffset()));
            case "weekday" -> Optional.of(Integer.toString(date.getDayOfWeek().getValue() % 7));
            case String _ -> Optional.empty();
        };
    }

    private static String zone(ZoneOffset offset) {
        int minutes = offset.getTotalSeconds() / 60;
        return (minutes < 0 ? "-" : "+")
                + padded(Math.abs(minutes) / 60, 2)
                + padded(Math.abs(minutes) % 60, 2);
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
