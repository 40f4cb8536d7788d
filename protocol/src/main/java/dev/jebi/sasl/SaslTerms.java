package dev.jebi.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What authentication rests upon on one connection.
///
/// @param tokens who verifies bearer tokens, where somebody does
public record SaslTerms(
        Credentials credentials, SaslChannel channel, Optional<TokenVerifier> tokens) {
    /// The mechanisms that can be used as things are.
    ///
    /// @param plaintext whether secrets may cross the connection as they are
    public List<SaslMechanism> offered(boolean plaintext) {
        return Arrays.stream(SaslMechanism.values())
                .filter(mechanism -> possible(mechanism) && (plaintext || !mechanism.plaintext()))
                .toList();
    }

    /// Whether a mechanism has here what it needs.
    public boolean possible(SaslMechanism mechanism) {
        return switch (mechanism) {
            case SCRAM_SHA_256_PLUS -> channel.bound();
            case OAUTHBEARER, XOAUTH2 -> tokens.isPresent();
            case EXTERNAL -> channel.certificate().isPresent();
            case SCRAM_SHA_256, PLAIN, LOGIN -> true;
        };
    }
}
