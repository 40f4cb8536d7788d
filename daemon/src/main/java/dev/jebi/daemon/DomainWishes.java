package dev.jebi.daemon;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.MailStore;
import dev.jebi.transfer.verification.DomainPolicies;
import dev.jebi.transfer.verification.DomainPolicy;

import java.io.IOException;

/// `jebi domain policy`: what the domains of a store wish to be done with mail from strangers.
record DomainWishes(MailStore store) {
    private static final String STANDARD = "standard";

    Outcome run(Domain domain, String words) throws IOException {
        if (!store.directory().local(domain)) {
            return Outcome.failed(
                    ExitCode.BAD_DATA,
                    "there is no domain " + domain + "; 'jebi domain list' shows all");
        }
        var policies = new DomainPolicies(store.register(), DomainPolicy.STANDARD);
        if (words.isBlank()) {
            return Outcome.done(shown(policies, domain));
        }
        if (words.strip().equals(STANDARD)) {
            policies.remove(domain);
            return Outcome.done(shown(policies, domain));
        }
        policies.put(domain, policies.own(domain).orElse(DomainPolicy.STANDARD).with(words));
        return Outcome.done(shown(policies, domain));
    }

    private static String shown(DomainPolicies policies, Domain domain) throws IOException {
        return policies.own(domain)
                .map(DomainPolicy::text)
                .orElse(domain + " has no wish of its own; what verify.* says holds");
    }
}
