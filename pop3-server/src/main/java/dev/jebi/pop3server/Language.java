package dev.jebi.pop3server;

import java.util.Locale;
import java.util.Optional;

/// A language that replies can be in (RFC 6856 §3).
enum Language {
    /// What a session begins with.
    ENGLISH("en", "English"),
    KOREAN("ko", "한국어");

    private final String tag;
    private final String ownName;

    Language(String tag, String ownName) {
        this.tag = tag;
        this.ownName = ownName;
    }

    /// As RFC 5646 writes it.
    String tag() {
        return tag;
    }

    /// The language's name in the language.
    String ownName() {
        return ownName;
    }

    /// What a client means: `*` is the server's own choice; of a longer tag, such as `ko-KR`, the
    /// first part counts (RFC 4647 §3.4, lookup).
    static Optional<Language> of(String range) {
        if (range.equals("*")) {
            return Optional.of(ENGLISH);
        }
        String lower = range.toLowerCase(Locale.ROOT);
        for (Language language : values()) {
            if (lower.equals(language.tag) || lower.startsWith(language.tag + "-")) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }
}
