package dev.jebi.mtasts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A policy (RFC 8461 §3.2).
///
/// @param mx names or `*.` patterns of the mail exchangers
/// @param maxAge how long it holds
public record StsPolicy(Mode mode, List<String> mx, Duration maxAge) {
    /// RFC 8461 §3.2: about a year.
    private static final long LONGEST = 31_557_600;

    private static final Pattern PATTERN =
            Pattern.compile(
                    "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\\.?");

    private static final int MOST_PATTERNS = 500;

    /// What a failure means.
    public enum Mode {
        /// No delivery.
        ENFORCE,
        /// A line in a report.
        TESTING,
        /// Nothing: there is no policy any more.
        NONE;

        /// As policies have it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Copies the patterns.
    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /// Where a domain's policy is (RFC 8461 §3.3).
    public static String address(String domain) {
        return "https://" + host(domain) + "/.well-known/mta-sts.txt";
    }

    /// The host that has it.
    public static String host(String domain) {
        return "mta-sts." + domain;
    }

    /// Reads a policy. Lines end in CRLF or LF; unknown keys are left out, and of keys that are
    /// given twice the first counts.
    ///
    /// @throws IllegalArgumentException when it is none; the message says why
    public static StsPolicy parse(String text) {
        var fields = new HashMap<String, String>();
        var patterns = new ArrayList<String>();
        for (String line : text.split("\r?\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a line without a key");
            }
            String key = line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (key.equals("mx")) {
                patterns.add(pattern(value));
            } else {
                fields.putIfAbsent(key, value);
            }
        }
        if (patterns.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException("more than " + MOST_PATTERNS + " mail exchangers");
        }
        if (!"STSv1".equals(fields.get("version"))) {
            throw new IllegalArgumentException("no version STSv1");
        }
        var mode = mode(Optional.ofNullable(fields.get("mode")).orElse(""));
        if (patterns.isEmpty() && mode != Mode.NONE) {
            throw new IllegalArgumentException("no mail exchanger");
        }
        return new StsPolicy(
                mode, patterns, age(Optional.ofNullable(fields.get("max_age")).orElse("")));
    }

    private static String pattern(String value) {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + clip(value) + "' is no mail exchanger");
        }
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String clip(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60);
    }

    private static Mode mode(String text) {
        for (var mode : Mode.values()) {
            if (mode.text().equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no mode enforce, testing or none");
    }

    private static Duration age(String text) {
        if (!text.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("no max_age in seconds");
        }
        return Duration.ofSeconds(Math.min(LONGEST, Long.parseLong(text)));
    }

    /// Whether a host is among the mail exchangers; a pattern stands for one label (RFC 8461 §4.1).
    public boolean matches(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        int dot = name.indexOf('.');
        return mx.stream()
                .anyMatch(pattern ->
                        pattern.startsWith("*.")
                                ? dot > 0 && name.substring(dot).equals(pattern.substring(1))
                                : pattern.equals(name));
    }

    /// The lines of the policy.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("version: STSv1");
        lines.add("mode: " + mode.text());
        mx.forEach(pattern -> lines.add("mx: " + pattern));
        lines.add("max_age: " + maxAge.toSeconds());
        return lines;
    }

    /// As it is published.
    public String text() {
        return String.join("\r\n", lines()) + "\r\n";
    }
}
