package dev.jebi.daemon;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The values of all keys with where each came from: default, file, environment, `--set`, the later
/// over the earlier.
final class Settings {
    /// A value and where it came from.
    record Setting(String value, String origin) {}

    private final Map<Key, Setting> values = new EnumMap<>(Key.class);

    private Settings() {
        for (Key key : Key.values()) {
            values.put(key, new Setting(key.standard(), "default"));
        }
    }

    /// Gathers the values.
    ///
    /// @throws BadConfiguration when a key is not known or a file cannot be read
    static Settings of(
            Optional<Path> file, Map<String, String> environment, List<String> assignments) {
        var settings = new Settings();
        file.ifPresent(settings::read);
        for (Key key : Key.values()) {
            String value = environment.get(key.variable());
            if (value != null) {
                settings.values.put(key, new Setting(value, "environment " + key.variable()));
            }
        }
        settings.assign(assignments);
        return settings;
    }

    /// The value of a key.
    String get(Key key) {
        return setting(key).value();
    }

    /// The value of a key and where it came from.
    Setting setting(Key key) {
        Setting setting = values.get(key);
        if (setting == null) {
            throw new IllegalStateException("no value for " + key);
        }
        return setting;
    }

    /// Puts a value over all others.
    void put(Key key, String value, String origin) {
        values.put(key, new Setting(value, origin));
    }

    /// Whether the key was given by anybody.
    boolean given(Key key) {
        return !setting(key).origin().equals("default");
    }

    /// A value that makes no sense.
    BadConfiguration bad(Key key, String mend) {
        Setting setting = setting(key);
        String value = key.secret() ? "***" : setting.value();
        return new BadConfiguration(setting.origin(), key.key(), "'" + value + "': " + mend);
    }

    private void assign(List<String> assignments) {
        var lists = new HashMap<Key, String>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new BadConfiguration("--set", assignment, "write KEY=VALUE");
            }
            Key key = known(assignment.substring(0, equals).strip(), "--set");
            String value = assignment.substring(equals + 1).strip();
            if (key.list()) {
                value = lists.merge(key, value, (a, b) -> a + ", " + b);
            }
            values.put(key, new Setting(value, "--set"));
        }
    }

    private void read(Path file) {
        TomlParseResult toml;
        try {
            toml = Toml.parse(Files.readString(file));
        } catch (IOException e) {
            throw new BadConfiguration(
                    file + ": cannot be read; check that it is there and readable (" + e + ")");
        }
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new BadConfiguration(
                    file + ", line " + error.position().line() + ": " + error.getMessage());
        }
        for (var entry : toml.dottedEntrySet()) {
            var position = toml.inputPositionOf(entry.getKey());
            String where = file + (position == null ? "" : ", line " + position.line());
            Key key = known(entry.getKey(), where);
            values.put(key, new Setting(text(entry.getValue()), where));
        }
    }

    private static String text(Object value) {
        return value instanceof TomlArray array
                ? array.toList().stream().map(String::valueOf).collect(Collectors.joining(", "))
                : value.toString();
    }

    private static Key known(String name, String where) {
        return Key.of(name)
                .orElseThrow(() ->
                        new BadConfiguration(where, name, "there is no such key" + nearest(name)));
    }

    private static String nearest(String name) {
        return java.util.Arrays.stream(Key.values())
                .map(Key::key)
                .min(Comparator.comparingInt(k -> distance(k, name)))
                .filter(k -> distance(k, name) <= 4)
                .map(k -> "; did you mean " + k + "?")
                .orElse("; docs/configuration.md lists them all");
    }

    /// Levenshtein's distance.
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
