package dev.jebi.imapserver;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.sasl.TokenVerifier;

import java.nio.file.Path;
import java.util.Optional;

/// What the IMAP face must be told.
///
/// @param hostname the name that the greeting gives
/// @param plaintext where a password may be given without TLS
/// @param spool a directory for messages that are being appended
/// @param tokens who verifies bearer tokens, where somebody does
public record ImapSettings(
        String hostname,
        PlaintextPolicy plaintext,
        ImapLimits limits,
        Path spool,
        Optional<TokenVerifier> tokens) {
    /// Settings of a server that nobody signs in to with a token.
    public ImapSettings(String hostname, PlaintextPolicy plaintext, ImapLimits limits, Path spool) {
        this(hostname, plaintext, limits, spool, Optional.empty());
    }
}
