package dev.jebi.transfer.tls;

import dev.jebi.address.Domain;
import dev.jebi.dns.SecureResolver;
import dev.jebi.reporting.TlsResultType;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.trust.Authorities;
import dev.jebi.trust.DaneProof;
import dev.jebi.wire.ClientTls;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Decides what TLS must be with the hosts of a destination. Safe for use by several threads.
public final class TlsPolicies {
    private static final HopPolicy NAMELESS =
            new HopPolicy(
                    new TlsPolicy.Refused(
                            TlsResultType.VALIDATION_FAILURE,
                            "REQUIRETLS: an address has no name that a certificate could prove",
                            true),
                    Optional.empty());

    private final SecureResolver dns;
    private final Optional<StsCache> sts;
    private final Authorities authorities;
    private final TlsNote.Sink notes;
    private final InstantSource clock;

    /// Policies by DANE, as far as answers are proven, and by MTA-STS.
    ///
    /// @param notes hears what became of TLS in each session
    public TlsPolicies(
            SecureResolver dns,
            Optional<StsCache> sts,
            Authorities authorities,
            TlsNote.Sink notes,
            InstantSource clock) {
        this.dns = dns;
        this.sts = sts;
        this.authorities = authorities;
        this.notes = notes;
        this.clock = clock;
    }

    /// What holds for one host after the other; nothing is asked before the first. For one thread.
    @FunctionalInterface
    public interface Plan {
        /// What TLS must be with this host, on this port.
        HopPolicy of(String host, int port);
    }

    /// What holds for the mail exchangers of a domain.
    public Plan exchangers(Domain domain, TlsWish wish) {
        return switch (wish) {
            case OPTIONAL -> (_, _) -> HopPolicy.MAY; // RFC 8689 §5: policies are to be ignored
            case AS_USUAL ->
                    domain.literal()
                            ? (_, _) -> HopPolicy.MAY
                            : new DomainPlan(dns, sts, notes, domain.name(), false);
            case REQUIRED ->
                    domain.literal()
                            ? (_, _) -> NAMELESS
                            : new DomainPlan(dns, sts, notes, domain.name(), true);
        };
    }

    /// What holds for a host that somebody chose: no MX leads there (RFC 7672 §2.2.2).
    public Plan chosen(TlsWish wish) {
        return wish == TlsWish.OPTIONAL
                ? (_, _) -> HopPolicy.MAY
                : (host, port) ->
                        new HopPolicy(
                                new DaneLookup(dns)
                                        .policy(host, port, Set.of())
                                        .orElseGet(TlsPolicy.Opportunistic::new),
                                Optional.empty());
    }

    /// How TLS is begun with a host under a policy.
    ///
    /// @param verified whether the certificate must prove the host where the policy does not say
    public ClientTls tls(TlsPolicy policy, String host, boolean verified) {
        return switch (policy) {
            case TlsPolicy.Opportunistic _, TlsPolicy.Encrypted _, TlsPolicy.Refused _ ->
                    verified
                            ? ClientTls.proven(host, authorities.proof(Set.of(host)))
                            : new ClientTls(host, false);
            case TlsPolicy.Dane(var records, var base, var names) ->
                    ClientTls.proven(base, new DaneProof(records, names, clock));
            case TlsPolicy.Verified(var name, _) ->
                    ClientTls.proven(name, authorities.proof(Set.of(name)));
        };
    }

    /// Tells what became of TLS.
    public void note(TlsNote note) {
        notes.note(note);
    }
}
