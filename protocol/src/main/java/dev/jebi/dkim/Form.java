package dev.jebi.dkim;

import java.util.Locale;
import java.util.Optional;

/// How a header section or a body is brought into canonical form (RFC 6376 §3.4).
public enum Form {
    /// Hardly any change is tolerated.
    SIMPLE,
    /// Changes of white space are tolerated.
    RELAXED;

    static Optional<Form> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "simple" -> Optional.of(SIMPLE);
            case "relaxed" -> Optional.of(RELAXED);
            default -> Optional.empty();
        };
    }
}
