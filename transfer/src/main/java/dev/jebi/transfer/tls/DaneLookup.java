package dev.jebi.transfer.tls;

import dev.jebi.dns.SecureResolver;
import dev.jebi.dns.SecureResolver.Host;
import dev.jebi.dns.SecureResolver.NoHost;
import dev.jebi.dns.SecureResolver.NoTlsa;
import dev.jebi.dns.SecureResolver.TlsaRecords;
import dev.jebi.dns.SecureResolver.Unknown;
import dev.jebi.reporting.TlsResultType;
import dev.jebi.trust.DaneProof;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Finds the TLSA records of a host (RFC 7672 §2.2).
record DaneLookup(SecureResolver dns) {
    /// An address in place of a name has no TLSA records, and this machine none that matter.
    private static final String LITERAL = "[0-9.]+|[0-9A-Fa-f:.]*:.*|(?i)localhost";

    /// What the records of a host demand; empty where there are none that are proven.
    ///
    /// @param more names that the certificate may have, beside the host's own
    Optional<TlsPolicy> policy(String host, int port, Set<String> more) {
        if (host.matches(LITERAL) || !dns.validates()) {
            return Optional.empty();
        }
        return switch (dns.host(host)) {
            case Unknown(var why, _) ->
                    Optional.of(refused("the addresses of " + host + ": " + why));
            case NoHost _ -> Optional.empty();
            case Host(boolean secure, boolean alias, var expanded) -> {
                // RFC 7672 §2.2.3: the name at the end of proven aliases first, then its own
                if (secure && alias) {
                    var found = records(expanded, host, port, more);
                    if (found.isPresent()) {
                        yield found;
                    }
                }
                yield secure || alias ? records(host, host, port, more) : Optional.empty();
            }
        };
    }

    private Optional<TlsPolicy> records(String base, String host, int port, Set<String> more) {
        return switch (dns.tlsa(base, port)) {
            case NoTlsa _ -> Optional.empty();
            // RFC 7672 §2.2: who hides the records must not win by it
            case Unknown(var why, _) ->
                    Optional.of(refused("the TLSA records of " + base + ": " + why));
            case TlsaRecords(var records) when DaneProof.usable(records).isEmpty() ->
                    Optional.of(new TlsPolicy.Encrypted());
            case TlsaRecords(var records) -> {
                var names = new HashSet<>(more);
                names.add(base);
                names.add(host);
                yield Optional.of(new TlsPolicy.Dane(records, base, names));
            }
        };
    }

    private static TlsPolicy refused(String why) {
        return new TlsPolicy.Refused(TlsResultType.DNSSEC_INVALID, why, false);
    }
}
