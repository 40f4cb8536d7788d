package dev.jebi.useragent.panes;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// What a person likes: keys, theme, the reader's plain lines. Kept in a small file beside that of
/// the accounts. Stage thread only.
final class Settings {
    private final Path file;
    private final Map<String, String> environment;
    private final Properties values = new Properties();
    private Keymap keymap = Keymap.of(Keymap.Preset.VI);
    private Theme theme;

    private Settings(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
        this.theme = Theme.standard(environment);
    }

    static Settings in(Path file, Map<String, String> environment) throws IOException {
        var settings = new Settings(file, environment);
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            try {
                settings.values.load(new StringReader(text));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        settings.apply();
        return settings;
    }

    private void apply() {
        keymap =
                Keymap.of(
                        Keymap.Preset.of(values.getProperty("keys", "vi"))
                                .orElse(Keymap.Preset.VI));
        theme =
                Theme.of(values.getProperty("theme", ""))
                        .filter(t -> environment.getOrDefault("NO_COLOR", "").isEmpty())
                        .orElseGet(() -> Theme.standard(environment));
    }

    Keymap keymap() {
        return keymap;
    }

    Theme theme() {
        return theme;
    }

    Map<String, String> environment() {
        return environment;
    }

    /// What `~` stands for.
    Path home() {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
    }

    /// Whether nothing is drawn and all is told in plain lines, for a screen reader.
    boolean lines() {
        return on("screen-reader") || environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /// Whether what we say in a message is in Korean.
    boolean korean() {
        return Locale.getDefault().getLanguage().equals("ko")
                || environment.getOrDefault("LANG", "").startsWith("ko");
    }

    /// Whether the list is one of conversations.
    boolean conversations() {
        return on("conversations");
    }

    /// Whether the built-in editor is used even where the environment names another.
    boolean builtInEditor() {
        return values.getProperty("editor", "").equals("built-in");
    }

    private boolean on(String key) {
        return Boolean.parseBoolean(values.getProperty(key, "false"));
    }

    /// Changes a setting and keeps it.
    ///
    /// @return what to tell the person
    String set(String key, String value) throws IOException {
        String told =
                switch (key) {
                    case "keys" ->
                            Keymap.Preset.of(value).isPresent() ? "" : "keys are vi, emacs or nano";
                    case "theme" ->
                            Theme.of(value).isPresent()
                                    ? ""
                                    : "themes are dark, light, contrast and plain";
                    case "screen-reader", "conversations" ->
                            value.matches("true|false") ? "" : key + " is true or false";
                    case "editor" ->
                            value.matches("built-in|own") ? "" : "editor is built-in or own";
                    default -> "settings are keys, theme, editor, conversations and screen-reader";
                };
        if (!told.isEmpty()) {
            return told;
        }
        values.setProperty(key, value);
        apply();
        write();
        return key + " is " + value;
    }

    private void write() throws IOException {
        var text = new StringBuilder("# How jebi mail looks; ':set KEY VALUE' writes it.\n");
        for (String key : values.stringPropertyNames().stream().sorted().toList()) {
            text.append(key).append(" = ").append(values.getProperty(key)).append('\n');
        }
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path half = Files.createTempFile(directory, ".panes", "");
        Files.writeString(half, text);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
