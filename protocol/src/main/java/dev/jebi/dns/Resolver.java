package dev.jebi.dns;

import dev.jebi.address.Domain;

import java.net.InetAddress;
import java.util.List;

/// What mail asks of the DNS. Safe for use by several threads; blocks the calling (virtual) thread.
public interface Resolver {
    /// The mail exchangers of a domain.
    MxAnswer mx(Domain domain);

    /// The addresses of a host; IPv6 and IPv4. Empty when it has none or the DNS failed for now.
    List<InetAddress> addresses(String host);

    /// A mail exchanger.
    record Mx(int preference, String host) {}

    /// What the DNS says of a domain's mail exchangers (RFC 5321 §5.1).
    sealed interface MxAnswer {
        /// These, sorted by preference.
        record Exchangers(List<Mx> hosts) implements MxAnswer {}

        /// No MX, but the domain itself has an address: the implicit MX.
        record Implicit(String host) implements MxAnswer {}

        /// `MX 0 .`: the domain takes no mail (RFC 7505).
        record NullMx() implements MxAnswer {}

        /// There is no such domain, or it has neither MX nor address.
        record NoSuchDomain() implements MxAnswer {}

        /// The DNS did not answer; try again later.
        record Unknown(String why) implements MxAnswer {}
    }
}
