package dev.jebi.sieve;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The limits that a test file's settings ask for.
final class SuiteLimits {
    private static final Pattern SIZE =
            Pattern.compile("sieve_variables_max_(?:variable|value)_size\"\\s+\"([0-9]+)\"");

    private SuiteLimits() {}

    /// The limits that a file sets for itself, by its first setting.
    static SieveLimits first(String text) {
        Matcher size = SIZE.matcher(text);
        return of(size.find() ? Map.of("sieve_variables_max_value_size", size.group(1)) : Map.of());
    }

    static SieveLimits of(Map<String, String> settings) {
        SieveLimits usual = SieveLimits.STANDARD;
        var variables =
                new SieveLimits.Variables(
                        usual.variables().count(),
                        usual.variables().name(),
                        number(
                                settings,
                                "sieve_variables_max_value_size",
                                number(
                                        settings,
                                        "sieve_variables_max_variable_size",
                                        usual.variables().value())),
                        usual.variables().matched());
        var actions =
                new SieveLimits.Actions(
                        usual.actions().all(),
                        4,
                        number(settings, "sieve_notify_max_notifications", 10),
                        usual.actions().headerEdits(),
                        number(
                                settings,
                                "sieve_editheader_max_header_size",
                                usual.actions().headerValue()));
        var includes =
                new SieveLimits.Includes(
                        number(settings, "sieve_include_max_nesting_depth", 10),
                        number(settings, "sieve_include_max_includes", 255));
        boolean seconds = settings.containsKey("sieve_vacation_min_period");
        var vacations =
                new SieveLimits.Vacations(
                        seconds ? Duration.ofSeconds(1) : usual.vacation().shortest(),
                        usual.vacation().usual(),
                        usual.vacation().longest());
        var script =
                new SieveLimits.Script(
                        usual.script().octets(),
                        usual.script().blocks(),
                        usual.script().tests(),
                        usual.script().arguments(),
                        32,
                        usual.script().errors());
        return new SieveLimits(script, usual.run(), variables, actions, includes, vacations);
    }

    private static int number(Map<String, String> settings, String name, int usual) {
        String value = settings.getOrDefault(name, "").strip();
        return value.matches("[0-9]+") ? Integer.parseInt(value) : usual;
    }
}
