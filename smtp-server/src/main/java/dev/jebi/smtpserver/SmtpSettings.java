package dev.jebi.smtpserver;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.wire.Network;

import java.nio.file.Path;
import java.util.List;

/// How an SMTP face behaves.
///
/// @param hostname what it calls itself
/// @param plaintext where a password may be given without TLS
/// @param spool the directory for messages that are too large for the heap while they come in
/// @param relayNetworks networks whose hosts may relay anywhere without AUTH
public record SmtpSettings(
        String hostname,
        Role role,
        SmtpLimits limits,
        PlaintextPolicy plaintext,
        Path spool,
        List<Network> relayNetworks) {
    /// Copies the networks.
    public SmtpSettings {
        relayNetworks = List.copyOf(relayNetworks);
    }

    /// What a listener is for.
    public enum Role {
        /// Port 25: mail from other servers; whoever signs in submits.
        RECEPTION,
        /// Ports 587 and 465: mail from account holders only (RFC 6409).
        SUBMISSION
    }
}
