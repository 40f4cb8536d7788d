package dev.jebi.transfer.tls;

import dev.jebi.reporting.PolicyType;

import java.util.List;
import java.util.Optional;

/// What TLS must be with one host, and for whom the outcome counts.
///
/// @param applied whose policy that is; empty where nobody is told
public record HopPolicy(TlsPolicy policy, Optional<Applied> applied) {
    /// TLS where it is offered, and nobody is told.
    public static final HopPolicy MAY =
            new HopPolicy(new TlsPolicy.Opportunistic(), Optional.empty());

    /// A policy as reports tell of it (RFC 8460 §4.4).
    ///
    /// @param domain whose policy it is
    /// @param lines the policy itself
    /// @param mx the mail exchangers that it names
    public record Applied(String domain, PolicyType type, List<String> lines, List<String> mx) {
        /// Copies both.
        public Applied {
            lines = List.copyOf(lines);
            mx = List.copyOf(mx);
        }
    }
}
