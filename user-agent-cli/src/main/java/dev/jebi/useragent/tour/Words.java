package dev.jebi.useragent.tour;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/// What the guide says, in one language.
public final class Words {
    /// The languages that the guide speaks; the first where nobody says which.
    public static final List<String> LANGUAGES = List.of("en", "ko");

    private final Properties words = new Properties();

    private Words() {}

    /// The words of one of [#LANGUAGES].
    public static Words in(String language) throws IOException {
        var all = new Words();
        String name = "words-" + language + ".properties";
        try (var octets = Objects.requireNonNull(Words.class.getResourceAsStream(name), name);
                Reader reader = new InputStreamReader(octets, StandardCharsets.UTF_8)) {
            all.words.load(reader);
        }
        return all;
    }

    /// What stands under the first of the keys that is known; nothing where none is.
    public String of(String... keys) {
        for (String key : keys) {
            String words = all(key);
            if (!words.isEmpty()) {
                return words;
            }
        }
        return "";
    }

    private String all(String key) {
        return words.getProperty(key, "");
    }
}
