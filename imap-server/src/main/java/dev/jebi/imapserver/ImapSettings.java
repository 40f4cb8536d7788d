package dev.jebi.imapserver;

import dev.jebi.sasl.PlaintextPolicy;

import java.nio.file.Path;

/// What the IMAP face must be told.
///
/// @param hostname the name that the greeting gives
/// @param plaintext where a password may be given without TLS
/// @param spool a directory for messages that are being appended
public record ImapSettings(
        String hostname, PlaintextPolicy plaintext, ImapLimits limits, Path spool) {}
