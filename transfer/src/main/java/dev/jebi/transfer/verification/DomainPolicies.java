package dev.jebi.transfer.verification;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The policies of domains here that differ from the configuration's, kept in the store. Safe for
/// use by several threads.
public final class DomainPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(DomainPolicies.class);
    private static final String KIND = "verification-policy";
    private static final int MOST = 10_000;

    private final Register register;
    private final DomainPolicy standard;

    /// The policies in a register; `standard` is the one of every domain that has none of its own.
    public DomainPolicies(Register register, DomainPolicy standard) {
        this.register = register;
        this.standard = standard;
    }

    /// What holds for a domain.
    public DomainPolicy of(Domain domain) throws IOException {
        var own = register.value(name(domain)).map(DomainPolicies::text);
        if (own.isEmpty()) {
            return standard;
        }
        var read = DomainPolicy.read(own.get());
        if (read.isEmpty()) { // written by a newer Jebi
            LOG.warn("event=verification-policy domain={} unreadable=\"{}\"", domain, own.get());
        }
        return read.orElse(standard);
    }

    /// The policy that a domain has of its own.
    public Optional<DomainPolicy> own(Domain domain) throws IOException {
        return register.value(name(domain)).map(DomainPolicies::text).flatMap(DomainPolicy::read);
    }

    /// All that differ.
    public SortedMap<String, DomainPolicy> all() throws IOException {
        var all = new TreeMap<String, DomainPolicy>();
        register.values(Optional.empty(), KIND, MOST)
                .forEach((domain, value) ->
                        DomainPolicy.read(text(value)).ifPresent(p -> all.put(domain, p)));
        return all;
    }

    /// Gives a domain a policy of its own.
    public void put(Domain domain, DomainPolicy policy) throws IOException {
        register.put(name(domain), policy.text().getBytes(StandardCharsets.UTF_8));
    }

    /// Lets the configuration's hold for a domain again.
    public void remove(Domain domain) throws IOException {
        register.remove(name(domain));
    }

    private static Name name(Domain domain) {
        return Name.of(KIND, domain.name());
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
