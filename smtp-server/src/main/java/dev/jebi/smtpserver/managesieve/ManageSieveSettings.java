package dev.jebi.smtpserver.managesieve;

import dev.jebi.sasl.PlaintextPolicy;

/// How a ManageSieve face behaves.
///
/// @param plaintext where a password may be given without TLS
public record ManageSieveSettings(PlaintextPolicy plaintext, ManageSieveLimits limits) {}
