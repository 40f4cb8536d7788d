package dev.jebi.pop3server;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.sasl.TokenVerifier;

import java.util.Optional;

/// How the POP3 face behaves.
///
/// @param hostname what the greeting says
/// @param plaintext where a password may be given without TLS
/// @param backup whether what is deleted can be restored for a while
/// @param tokens who verifies bearer tokens, where somebody does
public record Pop3Settings(
        String hostname,
        PlaintextPolicy plaintext,
        Pop3Limits limits,
        boolean backup,
        Optional<TokenVerifier> tokens) {
    /// Settings of a server that nobody signs in to with a token.
    public Pop3Settings(
            String hostname, PlaintextPolicy plaintext, Pop3Limits limits, boolean backup) {
        this(hostname, plaintext, limits, backup, Optional.empty());
    }

    /// With a backup.
    public Pop3Settings(String hostname, PlaintextPolicy plaintext, Pop3Limits limits) {
        this(hostname, plaintext, limits, true);
    }
}
