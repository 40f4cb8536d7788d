package dev.jebi.sieve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variables of one script while it runs (RFC 5229), and those that it shares with the scripts
/// it includes (RFC 6609 §3.4). For one thread.
final class Variables {
    private final boolean enabled;
    private final SieveLimits.Variables limits;
    private final Map<String, String> locals = new HashMap<>();
    private final Map<String, String> globals;
    private List<String> matched = List.of();

    private Variables(boolean enabled, SieveLimits.Variables limits, Map<String, String> globals) {
        this.enabled = enabled;
        this.limits = limits;
        this.globals = globals;
    }

    /// Those of a script that nobody includes.
    static Variables first(boolean enabled, SieveLimits.Variables limits) {
        return new Variables(enabled, limits, new HashMap<>());
    }

    /// Those of a script that this one includes: its own, and the same globals.
    Variables included(boolean itsEnabled) {
        return new Variables(itsEnabled, limits, globals);
    }

    /// Whether the script requires them; else matches leave none.
    boolean enabled() {
        return enabled;
    }

    /// The value; empty when it was never set (RFC 5229 §3).
    String get(VariableName name) {
        return (name.global() ? globals : locals).getOrDefault(name.name(), "");
    }

    /// Sets a value, cut to what is allowed (RFC 5229 §6).
    void set(VariableName name, String value) {
        (name.global() ? globals : locals).put(name.name(), cut(value));
    }

    void matched(List<String> values) {
        matched = values.stream().map(this::cut).toList();
    }

    /// What a wildcard of the last match stood for; 0 is all of it.
    String matched(int index) {
        return index < matched.size() ? matched.get(index) : "";
    }

    private String cut(String value) {
        if (value.length() <= limits.value()) {
            return value;
        }
        int end = limits.value();
        return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end);
    }
}
