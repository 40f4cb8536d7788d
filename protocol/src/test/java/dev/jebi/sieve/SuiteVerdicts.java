package dev.jebi.sieve;

import dev.jebi.content.Content;
import dev.jebi.mime.HeaderSection;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads spam and virus verdicts from the header as the suite's settings describe them.
final class SuiteVerdicts {
    private final SuiteWorld world;
    private final HeaderSection header;
    private final String kind;

    private SuiteVerdicts(SuiteWorld world, HeaderSection header, String kind) {
        this.world = world;
        this.header = header;
        this.kind = kind;
    }

    static void judge(SuiteWorld world, Content message) throws IOException {
        HeaderSection header = HeaderSection.of(message.octets());
        Optional<Double> spam = new SuiteVerdicts(world, header, "spamtest").spam();
        Optional<Double> virus =
                new SuiteVerdicts(world, header, "virustest").text(5).map(v -> v * 1.0);
        world.verdicts = new SuiteWorld.Verdicts(spam, virus.map(Double::intValue));
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(world.settings.get("sieve_" + kind + "_" + name))
                .filter(v -> !v.isEmpty());
    }

    /// The value of a header that a setting names, or the group of the pattern behind its colon.
    private Optional<String> value(String settingName) {
        Optional<String> setting = setting(settingName);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        int colon = setting.get().indexOf(':');
        String name = colon < 0 ? setting.get() : setting.get().substring(0, colon);
        Optional<String> value = header.first(name.strip());
        if (value.isEmpty() || colon < 0) {
            return value;
        }
        String pattern =
                setting.get()
                        .substring(colon + 1)
                        .strip()
                        .replace("[[:digit:]]", "[0-9]")
                        .replace("[[:alnum:]]", "[A-Za-z0-9]");
        Matcher matcher = Pattern.compile(pattern).matcher(value.get());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Optional<Double> spam() {
        return switch (setting("status_type").orElse("score")) {
            case "strlen" -> ratio(value("status_header").map(v -> v.strip().length() * 1.0));
            case "text" -> text(10).map(v -> (v - 1) / 9.0);
            case String _ ->
                    ratio(
                            value("status_header")
                                    .map(String::strip)
                                    .filter(v -> v.matches("-?[0-9]*\\.?[0-9]+.*"))
                                    .map(v -> Double.valueOf(v.split("[^0-9.-]", 2)[0])));
        };
    }

    private Optional<Double> ratio(Optional<Double> score) {
        Optional<Double> most =
                setting("score_max_value").or(() -> value("score_max_header")).map(Double::valueOf);
        return score.isPresent() && most.isPresent() && most.get() != 0
                ? Optional.of(Math.clamp(score.get() / most.get(), 0.0, 1.0))
                : Optional.empty();
    }

    /// Which of the texts of the settings the header has, from 1.
    private Optional<Integer> text(int most) {
        Optional<String> value = value("status_header").map(String::strip);
        for (int i = 0; i <= most && value.isPresent(); i++) {
            Optional<String> text = setting("text_value/" + i);
            if (text.isPresent() && text.get().equals(value.get())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
