package dev.jebi.smtpserver.managesieve;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.sasl.TokenVerifier;

import java.util.Optional;

/// How a ManageSieve face behaves.
///
/// @param plaintext where a password may be given without TLS
/// @param tokens who knows whose a token is, where tokens are taken
public record ManageSieveSettings(
        PlaintextPolicy plaintext, ManageSieveLimits limits, Optional<TokenVerifier> tokens) {}
