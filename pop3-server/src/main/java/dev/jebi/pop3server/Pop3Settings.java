package dev.jebi.pop3server;

import dev.jebi.sasl.PlaintextPolicy;

/// How the POP3 face behaves.
///
/// @param hostname what the greeting says
/// @param plaintext where a password may be given without TLS
public record Pop3Settings(String hostname, PlaintextPolicy plaintext, Pop3Limits limits) {}
