package dev.jebi.pop3server;

import dev.jebi.sasl.PlaintextPolicy;

/// How the POP3 face behaves.
///
/// @param hostname what the greeting says
/// @param plaintext where a password may be given without TLS
/// @param backup whether what is deleted can be restored for a while
public record Pop3Settings(
        String hostname, PlaintextPolicy plaintext, Pop3Limits limits, boolean backup) {
    /// With a backup.
    public Pop3Settings(String hostname, PlaintextPolicy plaintext, Pop3Limits limits) {
        this(hostname, plaintext, limits, true);
    }
}
