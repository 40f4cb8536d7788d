package dev.jebi.transfer.tls;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver.MxAnswer;
import dev.jebi.dns.SecureResolver;
import dev.jebi.dns.SecureResolver.SecureMx;
import dev.jebi.mtasts.StsPolicy;
import dev.jebi.reporting.PolicyType;
import dev.jebi.reporting.TlsResultType;
import dev.jebi.transfer.tls.HopPolicy.Applied;
import dev.jebi.transfer.tls.StsCache.Known;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What holds for the mail exchangers of one domain: DANE where it is proven, which goes before
/// MTA-STS (RFC 8461 §2), else MTA-STS, else TLS where it is offered. For one thread.
final class DomainPlan implements TlsPolicies.Plan {
    private static final Known NOTHING = new Known(Optional.empty(), Optional.empty());

    private final SecureResolver dns;
    private final Optional<StsCache> cache;
    private final TlsNote.Sink notes;
    private final String domain;
    private final boolean required;
    private Optional<SecureMx> mx = Optional.empty();
    private Optional<Known> sts = Optional.empty();

    DomainPlan(
            SecureResolver dns,
            Optional<StsCache> cache,
            TlsNote.Sink notes,
            String domain,
            boolean required) {
        this.dns = dns;
        this.cache = cache;
        this.notes = notes;
        this.domain = domain;
        this.required = required;
    }

    @Override
    public HopPolicy of(String host, int port) {
        boolean proven = false;
        if (dns.validates()) {
            var answer = exchangers();
            if (answer.answer() instanceof MxAnswer.Unknown(var why)) { // RFC 7672 §2.2.1
                return tlsa(refused("the mail exchangers of " + domain + ": " + why));
            }
            if (answer.secure() && !among(host, answer.answer())) {
                return tlsa(refused(host + " is no mail exchanger that DNSSEC proves"));
            }
            proven = answer.secure();
        }
        if (proven) {
            // RFC 7672 §3.2.2: the domain itself is as good a name, as its MX is proven
            var dane = new DaneLookup(dns).policy(host, port, Set.of(domain));
            if (dane.isPresent() && !(required && dane.get() instanceof TlsPolicy.Encrypted)) {
                return tlsa(dane.get());
            }
        }
        return withoutDane(host, proven);
    }

    private HopPolicy withoutDane(String host, boolean proven) {
        var known = policy();
        if (known.policy().isPresent()) {
            return sts(host, known.policy().get());
        }
        if (!required) {
            return new HopPolicy(
                    new TlsPolicy.Opportunistic(), Optional.of(applied(PolicyType.NO_POLICY)));
        }
        // RFC 8689 §4.2.1: the name of the host must be proven, too, not its certificate alone
        return new HopPolicy(
                proven
                        ? new TlsPolicy.Verified(host, true)
                        : new TlsPolicy.Refused(
                                TlsResultType.VALIDATION_FAILURE,
                                "REQUIRETLS: neither DNSSEC nor MTA-STS proves that "
                                        + host
                                        + " takes the mail of "
                                        + domain,
                                true),
                Optional.of(applied(PolicyType.NO_POLICY)));
    }

    private HopPolicy sts(String host, StsPolicy policy) {
        boolean enforced = required || policy.mode() == StsPolicy.Mode.ENFORCE;
        var applied = new Applied(domain, PolicyType.STS, policy.lines(), policy.mx());
        if (!policy.matches(host)) {
            // RFC 8461 §4.1, §5: a host that the policy does not name
            return new HopPolicy(
                    enforced
                            ? new TlsPolicy.Refused(
                                    TlsResultType.VALIDATION_FAILURE,
                                    host
                                            + " is not among the mail exchangers of the MTA-STS"
                                            + " policy",
                                    false)
                            : new TlsPolicy.Opportunistic(),
                    Optional.of(applied));
        }
        return new HopPolicy(new TlsPolicy.Verified(host, enforced), Optional.of(applied));
    }

    private HopPolicy tlsa(TlsPolicy policy) {
        List<String> lines =
                policy instanceof TlsPolicy.Dane(var records, _, _)
                        ? records.stream().map(Object::toString).toList()
                        : List.of();
        return new HopPolicy(
                policy, Optional.of(new Applied(domain, PolicyType.TLSA, lines, List.of())));
    }

    private Applied applied(PolicyType type) {
        return new Applied(domain, type, List.of(), List.of());
    }

    private static TlsPolicy refused(String why) {
        return new TlsPolicy.Refused(TlsResultType.DNSSEC_INVALID, why, false);
    }

    private SecureMx exchangers() {
        if (mx.isEmpty()) {
            mx = Optional.of(dns.mx(new Domain(domain)));
        }
        return mx.get();
    }

    private Known policy() {
        if (sts.isEmpty()) {
            var known = cache.map(c -> c.policy(domain)).orElse(NOTHING);
            sts = Optional.of(known);
            known.failure()
                    .ifPresent(failure ->
                            notes.note(
                                    new TlsNote(
                                            applied(PolicyType.STS),
                                            Optional.of(failure),
                                            "",
                                            "",
                                            "")));
        }
        return sts.get();
    }

    private static boolean among(String host, MxAnswer answer) {
        String wanted = plain(host);
        return switch (answer) {
            case MxAnswer.Exchangers(var hosts) ->
                    hosts.stream().anyMatch(mx -> plain(mx.host()).equals(wanted));
            case MxAnswer.Implicit(var implicit) -> plain(implicit).equals(wanted);
            case MxAnswer.NullMx _, MxAnswer.NoSuchDomain _, MxAnswer.Unknown _ -> false;
        };
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
