package dev.jebi.dmarc;

import dev.jebi.dmarc.TreeWalk.NoAnswer;
import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The evaluation of DMARC policies. Safe for use by several threads; blocks the calling (virtual)
/// thread while the DNS is asked, which an interrupt ends.
public final class Dmarc {
    private final Resolver dns;
    private final OrganizationalDomains organizations;
    private final RandomGenerator random;

    /// An evaluation that asks this DNS.
    ///
    /// @param random for the share of messages that a domain asks its policy for
    public Dmarc(Resolver dns, OrganizationalDomains organizations, RandomGenerator random) {
        this.dns = dns;
        this.organizations = organizations;
        this.random = random;
    }

    /// A policy and where it was found.
    private record Found(String domain, DmarcRecord record, String organization) {}

    /// Answers a question; errors are results too.
    public DmarcOutcome check(DmarcQuestion question) {
        String author = lower(question.author());
        try {
            var found = find(author);
            if (found.isEmpty()) {
                return DmarcOutcome.without(DmarcResult.NONE, author, "no policy was found");
            }
            return evaluate(question, author, found.get());
        } catch (NoAnswer e) {
            return DmarcOutcome.without(
                    DmarcResult.TEMPERROR, author, "the policy could not be asked for");
        }
    }

    private Optional<Found> find(String author) throws NoAnswer {
        return switch (organizations) {
            case TREE_WALK -> {
                var walk = TreeWalk.from(author, dns);
                yield walk.policyDomain()
                        .map(d ->
                                new Found(
                                        d,
                                        Objects.requireNonNull(walk.records().get(d)),
                                        walk.organization()));
            }
            case PUBLIC_SUFFIX_LIST -> {
                String organization = listed(author);
                var own = TreeWalk.ask(author, dns);
                if (own.isPresent()) {
                    yield Optional.of(new Found(author, own.get(), organization));
                }
                yield organization.equals(author)
                        ? Optional.empty()
                        : TreeWalk.ask(organization, dns)
                                .map(r -> new Found(organization, r, organization));
            }
        };
    }

    private static String listed(String domain) {
        return PublicSuffixList.shipped().organizationalDomain(domain).orElse(domain);
    }

    private DmarcOutcome evaluate(DmarcQuestion question, String author, Found found)
            throws NoAnswer {
        var record = found.record();
        var alignment = new Alignment(author, found.organization());
        boolean spf = alignment.any(question.spf(), record.strictSpf());
        boolean dkim = alignment.any(question.dkim(), record.strictDkim());
        var policy =
                found.domain().equals(author)
                        ? record.policy()
                        : record.below(record.missing().isEmpty() || exists(author));
        DmarcResult result = DmarcResult.FAIL;
        String reason = "neither SPF nor a signature stands for " + author;
        if (spf || dkim) {
            result = DmarcResult.PASS;
            reason = spf && dkim ? "SPF and a signature" : spf ? "SPF" : "a signature";
        } else if (alignment.unknown
                || alignment.any(question.unknownSpf(), record.strictSpf())
                || alignment.any(question.unknownDkim(), record.strictDkim())) {
            // RFC 7489 §6.6.2: what could not be had might have passed
            result = DmarcResult.TEMPERROR;
            reason = "what might stand for " + author + " could not be verified just now";
        }
        return new DmarcOutcome(
                result,
                author,
                Optional.of(record),
                found.domain(),
                policy,
                applied(record, policy),
                spf,
                dkim,
                reason);
    }

    /// What is left of a policy in test mode (RFC 9989 §4.7) and for those messages that it is not
    /// asked for (RFC 7489 §6.6.4).
    private DmarcPolicy applied(DmarcRecord record, DmarcPolicy policy) {
        if (record.testing()) {
            return DmarcPolicy.NONE;
        }
        boolean asked = record.percent() == 100 || random.nextInt(100) < record.percent();
        return switch (policy) {
            case NONE -> DmarcPolicy.NONE;
            case QUARANTINE -> asked ? DmarcPolicy.QUARANTINE : DmarcPolicy.NONE;
            case REJECT -> asked ? DmarcPolicy.REJECT : DmarcPolicy.QUARANTINE;
        };
    }

    /// RFC 9989 §3.2.13: a domain that has an address or a mail exchanger; in doubt it has.
    private boolean exists(String domain) {
        return may(dns.exchangers(domain)) || may(dns.a(domain)) || may(dns.aaaa(domain));
    }

    private static <T> boolean may(DnsAnswer<T> answer) {
        return switch (answer) {
            case DnsAnswer.Records<T> _, DnsAnswer.Failed<T> _ -> true;
            case DnsAnswer.None<T> _, DnsAnswer.NoSuchName<T> _ -> false;
        };
    }

    private static String lower(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// Whether domains stand for the author's (RFC 9989 §4.4).
    private final class Alignment {
        private final String author;
        private final String organization;
        private boolean unknown;

        Alignment(String author, String organization) {
            this.author = author;
            this.organization = organization;
        }

        boolean any(List<String> domains, boolean strict) {
            return domains.stream().anyMatch(d -> aligned(lower(d), strict));
        }

        private boolean aligned(String domain, boolean strict) {
            if (domain.equals(author)) {
                return true;
            }
            boolean below = domain.equals(organization) || domain.endsWith("." + organization);
            if (strict || !below) { // whose organization this is, is above it
                return false;
            }
            try {
                return organization(domain).equals(organization);
            } catch (NoAnswer _) {
                unknown = true;
                return false;
            }
        }

        private String organization(String domain) throws NoAnswer {
            return switch (organizations) {
                case TREE_WALK -> TreeWalk.from(domain, dns).organization();
                case PUBLIC_SUFFIX_LIST -> listed(domain);
            };
        }
    }
}
