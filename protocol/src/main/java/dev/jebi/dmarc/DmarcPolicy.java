package dev.jebi.dmarc;

import java.util.Locale;
import java.util.Optional;

/// What a domain wishes to be done with mail that it does not stand behind (RFC 9989 §4.7).
public enum DmarcPolicy {
    /// Nothing.
    NONE,
    /// To be taken for suspicious.
    QUARANTINE,
    /// To be refused.
    REJECT;

    /// The word in records and header fields.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DmarcPolicy> of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.of(NONE);
            case "quarantine" -> Optional.of(QUARANTINE);
            case "reject" -> Optional.of(REJECT);
            default -> Optional.empty();
        };
    }
}
