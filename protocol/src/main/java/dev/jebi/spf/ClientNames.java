package dev.jebi.spf;

import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The names of a client that have its address (RFC 7208 §5.5): asked for once, when first needed.
/// For one thread.
final class ClientNames {
    private static final String UNKNOWN = "unknown";

    private final Resolver dns;
    private final InetAddress client;
    private final int atMost;
    private final Pace pace;
    private Optional<Found> found = Optional.empty();

    ClientNames(Resolver dns, InetAddress client, int atMost, Pace pace) {
        this.dns = dns;
        this.client = client;
        this.atMost = atMost;
        this.pace = pace;
    }

    /// What was found.
    ///
    /// @param validated names that have the address
    /// @param none whether the client has no names at all
    record Found(List<String> validated, boolean none) {}

    /// Stops an evaluation that takes too long.
    interface Pace {
        void check() throws SpfStop;
    }

    Found found() throws SpfStop {
        if (found.isEmpty()) {
            found = Optional.of(ask());
        }
        return found.get();
    }

    /// The value of the macro `p` (RFC 7208 §7.3): the domain itself, else a name below it, else
    /// any.
    String best(String domain) throws SpfStop {
        var names = found().validated();
        return names.stream()
                .filter(n -> n.equalsIgnoreCase(domain))
                .findFirst()
                .or(() -> names.stream().filter(n -> DomainNames.within(n, domain)).findFirst())
                .or(() -> names.stream().findFirst())
                .orElse(UNKNOWN);
    }

    private Found ask() throws SpfStop {
        pace.check();
        return switch (dns.ptr(client)) {
            case DnsAnswer.Records(var names) -> new Found(validated(names), false);
            case DnsAnswer.None<String> _, DnsAnswer.NoSuchName<String> _ ->
                    new Found(List.of(), true);
            case DnsAnswer.Failed<String> _ -> new Found(List.of(), false); // §5.5: no match
        };
    }

    private List<String> validated(List<String> names) throws SpfStop {
        var validated = new ArrayList<String>();
        for (String name : names.subList(0, Math.min(names.size(), atMost))) { // §4.6.4
            String bare = DomainNames.withoutDot(name);
            if (!DomainNames.canBeAsked(bare)) {
                continue;
            }
            pace.check();
            var addresses = client instanceof Inet6Address ? dns.aaaa(bare) : dns.a(bare);
            if (addresses.records().contains(client)) { // §5.5: a failure is passed over
                validated.add(bare);
            }
        }
        return validated;
    }
}
