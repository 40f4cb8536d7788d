package dev.jebi.sasl;

import java.util.Optional;

/// A SASL mechanism that this server speaks, the better ones first.
public enum SaslMechanism {
    /// RFC 7677 with channel binding (RFC 5802 §6).
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
    /// RFC 7677.
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /// RFC 7628.
    OAUTHBEARER("OAUTHBEARER"),
    /// Google's forerunner of OAUTHBEARER.
    XOAUTH2("XOAUTH2"),
    /// RFC 4422, appendix A: by the certificate of the TLS client.
    EXTERNAL("EXTERNAL"),
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

    /// Whether a secret itself crosses the wire.
    public boolean plaintext() {
        return switch (this) {
            case SCRAM_SHA_256_PLUS, SCRAM_SHA_256, EXTERNAL -> false;
            case OAUTHBEARER, XOAUTH2, PLAIN, LOGIN -> true; // RFC 7628 §4: a token is a secret
        };
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
