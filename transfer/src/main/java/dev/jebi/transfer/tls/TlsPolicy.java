package dev.jebi.transfer.tls;

import dev.jebi.dns.Tlsa;
import dev.jebi.reporting.TlsResultType;

import java.util.List;
import java.util.Set;

/// What TLS must be with one host.
public sealed interface TlsPolicy {
    /// Used where it is offered and works; plain text else (RFC 7435).
    record Opportunistic() implements TlsPolicy {}

    /// No mail without TLS, whoever the peer is: there are TLSA records, and none of use (RFC 7672
    /// §2.2).
    record Encrypted() implements TlsPolicy {}

    /// No mail unless the certificate is what the TLSA records say (RFC 7672 §3).
    ///
    /// @param base the TLSA base domain, also the name that is asked for (RFC 7672 §8.1)
    /// @param names what an authority's certificate may call the host
    record Dane(List<Tlsa> records, String base, Set<String> names) implements TlsPolicy {
        /// Copies both.
        public Dane {
            records = List.copyOf(records);
            names = Set.copyOf(names);
        }
    }

    /// The certificate must prove the host's name by an authority (RFC 8461 §4).
    ///
    /// @param enforced whether there is no mail else; if not, a failure is told in a report only
    record Verified(String host, boolean enforced) implements TlsPolicy {}

    /// No mail to this host.
    ///
    /// @param forever whether trying again makes no sense
    record Refused(TlsResultType type, String why, boolean forever) implements TlsPolicy {}

    /// One word for logs.
    default String word() {
        return switch (this) {
            case Opportunistic _ -> "may";
            case Encrypted _ -> "encrypted";
            case Dane _ -> "dane";
            case Verified(_, boolean enforced) -> enforced ? "verified" : "testing";
            case Refused _ -> "refused";
        };
    }
}
