package dev.jebi.dns;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver.MxAnswer;

import java.util.List;
import java.util.Optional;

/// What mail asks of the DNS when it must know whether the answer is proven by DNSSEC (RFC 4035).
/// An answer that should be proven and is not (bogus) is no answer: it is [Unknown] everywhere
/// here, so that nobody takes it by mistake. Safe for use by several threads; blocks the calling
/// (virtual) thread.
public interface SecureResolver {
    /// Answers without proof, for whom there is no DNSSEC: nothing is ever secure.
    SecureResolver NONE =
            new SecureResolver() {
                @Override
                public boolean validates() {
                    return false;
                }

                @Override
                public SecureMx mx(Domain domain) {
                    return new SecureMx(new MxAnswer.Unknown("not asked"), false);
                }

                @Override
                public HostAnswer host(String host) {
                    return new Host(false, false, host);
                }

                @Override
                public TlsaAnswer tlsa(String host, int port) {
                    return new NoTlsa();
                }
            };

    /// Whether answers are validated at all: it is wanted, and the servers that are asked pass
    /// signatures on.
    boolean validates();

    /// The mail exchangers of a domain, and whether DNSSEC proves them.
    SecureMx mx(Domain domain);

    /// What is proven of the addresses of a host.
    HostAnswer host(String host);

    /// The TLSA records of `_port._tcp.host`; only those that are proven (RFC 7672 §2.2).
    TlsaAnswer tlsa(String host, int port);

    /// Mail exchangers.
    ///
    /// @param secure whether the whole answer is proven, absence included
    record SecureMx(MxAnswer answer, boolean secure) {}

    /// What is known of a host.
    sealed interface HostAnswer permits Host, NoHost, Unknown {}

    /// A host with addresses.
    ///
    /// @param secure whether its addresses, and all aliases on the way to them, are proven
    /// @param secureAlias whether at least its own name is proven to be an alias
    /// @param expanded the name at the end of the aliases; the host's own where it is no alias
    record Host(boolean secure, boolean secureAlias, String expanded) implements HostAnswer {}

    /// It has no address.
    record NoHost() implements HostAnswer {}

    /// What is known of a host's keys.
    sealed interface TlsaAnswer permits TlsaRecords, NoTlsa, Unknown {}

    /// Proven records; at least one.
    record TlsaRecords(List<Tlsa> records) implements TlsaAnswer {}

    /// None, or none that is proven.
    record NoTlsa() implements TlsaAnswer {}

    /// No answer, or one that proves to be forged or broken; try again later.
    ///
    /// @param bogus what DNSSEC has against it, where it is that
    record Unknown(String why, Optional<String> bogus) implements HostAnswer, TlsaAnswer {}
}
