package dev.jebi.smtpserver;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.sasl.TokenVerifier;
import dev.jebi.smtp.Dialect;
import dev.jebi.wire.Network;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How an SMTP face behaves.
///
/// @param hostname what it calls itself
/// @param plaintext where a password may be given without TLS
/// @param spool the directory for messages that are too large for the heap while they come in
/// @param relayNetworks networks whose hosts may relay anywhere without AUTH
/// @param tokens who verifies bearer tokens, where somebody does
public record SmtpSettings(
        String hostname,
        Role role,
        SmtpLimits limits,
        PlaintextPolicy plaintext,
        Path spool,
        List<Network> relayNetworks,
        Optional<TokenVerifier> tokens) {
    /// Settings of a server that nobody signs in to with a token.
    public SmtpSettings(
            String hostname,
            Role role,
            SmtpLimits limits,
            PlaintextPolicy plaintext,
            Path spool,
            List<Network> relayNetworks) {
        this(hostname, role, limits, plaintext, spool, relayNetworks, Optional.empty());
    }

    /// Copies the networks.
    public SmtpSettings {
        relayNetworks = List.copyOf(relayNetworks);
    }

    /// Whether hosts at that address may relay anywhere.
    boolean trusts(InetAddress address) {
        return relayNetworks.stream().anyMatch(network -> network.contains(address));
    }

    /// What a listener is for.
    public enum Role {
        /// Port 25: mail from other servers; whoever signs in submits.
        RECEPTION,
        /// Ports 587 and 465: mail from account holders only (RFC 6409).
        SUBMISSION,
        /// Mail from a mail system on this site for mailboxes here (RFC 2033).
        LMTP;

        /// The form of SMTP that is spoken there.
        Dialect dialect() {
            return switch (this) {
                case RECEPTION -> Dialect.RECEPTION;
                case SUBMISSION -> Dialect.SUBMISSION;
                case LMTP -> Dialect.LMTP;
            };
        }
    }
}
