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

    /// The TXT records of a name, the strings of each joined (RFC 1035 §3.3.14), one character for
    /// an octet. The labels of a name may hold anything; what the DNS cannot hold is no such name.
    DnsAnswer<String> txt(String name);

    /// The IPv4 addresses of a host, all of them.
    DnsAnswer<InetAddress> a(String host);

    /// The IPv6 addresses of a host, all of them.
    DnsAnswer<InetAddress> aaaa(String host);

    /// The MX records of a name as they stand there, without the rules of [#mx]: sorted by
    /// preference, a null MX with the empty name.
    DnsAnswer<Mx> exchangers(String name);

    /// The names that an address is said to have (RFC 1035 §3.5, RFC 3596 §2.5), without the last
    /// dot; whether they have that address too, nobody has checked.
    DnsAnswer<String> ptr(InetAddress address);

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
