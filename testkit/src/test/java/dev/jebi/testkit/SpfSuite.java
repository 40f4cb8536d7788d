package dev.jebi.testkit;

import dev.jebi.spf.Spf;
import dev.jebi.spf.SpfLimits;
import dev.jebi.spf.SpfOutcome;
import dev.jebi.spf.SpfQuestion;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A suite of SPF tests in the form of the public one: documents with tests and zone data.
final class SpfSuite {
    private static final String RECEIVER = "receiver.example.org";

    private SpfSuite() {}

    /// A test.
    ///
    /// @param results any of which is right
    record Case(
            String name,
            SpfQuestion question,
            List<String> results,
            Optional<String> explanation,
            FakeDns dns) {
        SpfOutcome outcome() {
            return new Spf(dns, SpfLimits.STANDARD, () -> Instant.EPOCH).check(question);
        }

        /// What is wrong with the outcome.
        Optional<String> wrong() {
            var outcome = outcome();
            String explained = outcome.explanation().orElse("DEFAULT");
            boolean same = explanation.isEmpty() || explanation.get().equals(explained);
            return results.contains(outcome.result().word()) && same
                    ? Optional.empty()
                    : Optional.of(
                            name + ": wanted " + results + " " + explanation + ", " + outcome);
        }
    }

    static List<Case> read(String text) {
        var cases = new ArrayList<Case>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            var parts = map(document);
            var dns = zone(map(parts.get("zonedata")));
            String section = String.valueOf(parts.get("description"));
            map(parts.get("tests"))
                    .forEach((name, test) -> cases.add(single(section, name, map(test), dns)));
        }
        return cases;
    }

    private static Case single(String section, String name, Map<String, Object> test, FakeDns dns) {
        String sender = String.valueOf(test.get("mailfrom"));
        String helo = String.valueOf(test.get("helo"));
        int at = sender.lastIndexOf('@');
        var question =
                new SpfQuestion(
                        InetAddress.ofLiteral(String.valueOf(test.get("host"))),
                        helo,
                        at < 0 ? "" : sender.substring(0, at),
                        sender.isEmpty() ? helo : sender.substring(at + 1),
                        RECEIVER);
        return new Case(
                section + ": " + name,
                question,
                strings(test.get("result")),
                Optional.ofNullable(test.get("explanation")).map(String::valueOf),
                dns);
    }

    private static FakeDns zone(Map<String, Object> names) {
        var dns = new FakeDns();
        names.forEach((name, entries) -> {
            if (entries instanceof List<?> list) {
                add(dns, name, list);
            }
        });
        return dns;
    }

    /// Records of the old type SPF stand for TXT where there is none (the suite's own rule).
    private static void add(FakeDns dns, String name, List<?> entries) {
        var lines = new ArrayList<String>();
        boolean texts =
                entries.stream().anyMatch(e -> e instanceof Map<?, ?> m && m.containsKey("TXT"));
        for (Object entry : entries) {
            if (entry instanceof Map<?, ?>) {
                map(entry).forEach((type, value) -> line(type, value, texts).ifPresent(lines::add));
            }
        }
        dns.has(name, lines.toArray(String[]::new));
        if (entries.contains("TIMEOUT")) {
            boolean told = lines.stream().anyMatch(line -> line.startsWith("TXT "));
            dns.fails(name, told ? "A" : "*");
        }
    }

    private static Optional<String> line(String type, Object value, boolean texts) {
        if (type.equals("SPF")) {
            return texts ? Optional.empty() : Optional.of("TXT " + String.join("", strings(value)));
        }
        String text = String.join(type.equals("MX") ? " " : "", strings(value));
        return text.equals("NONE") ? Optional.empty() : Optional.of(type + " " + text);
    }

    private static List<String> strings(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }

    private static Map<String, Object> map(@Nullable Object value) {
        var map = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, entry) -> map.put(String.valueOf(key), entry));
        }
        return map;
    }
}
