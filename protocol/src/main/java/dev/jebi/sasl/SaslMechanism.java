package dev.jebi.sasl;

import java.util.Optional;

/// A SASL mechanism that this server speaks.
public enum SaslMechanism {
    /// RFC 7677.
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /// RFC 4616.
    PLAIN("PLAIN"),
    /// draft-murchison-sasl-login; Outlook sends it.
    LOGIN("LOGIN");

    private final String word;

    SaslMechanism(String word) {
        this.word = word;
    }

    /// The name on the wire.
    public String word() {
        return word;
    }

    /// Whether the password itself crosses the wire.
    public boolean plaintext() {
        return this != SCRAM_SHA_256;
    }

    /// The mechanism of that name, in any case.
    public static Optional<SaslMechanism> of(String word) {
        for (SaslMechanism mechanism : values()) {
            if (mechanism.word.equalsIgnoreCase(word)) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }
}
