package dev.jebi.transfer;

import dev.jebi.address.Domain;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Static next hops, which go before the DNS: for single domains, and one for all others (a
/// smarthost). Immutable.
public final class Routes {
    /// No static next hop: the DNS says where mail goes.
    public static final Routes NONE = new Routes(Map.of());

    private static final String ALL_OTHERS = "*";

    private final Map<String, NextHop> hops;

    private Routes(Map<String, NextHop> hops) {
        this.hops = Map.copyOf(hops);
    }

    /// Routes from domain, or `*` for all others, to host and port; a host that is a name is looked
    /// up at each attempt, so it need not be resolved here.
    ///
    /// @throws IllegalArgumentException when a domain is none or a port is 0
    public static Routes of(Map<String, InetSocketAddress> hops) {
        var found = new HashMap<String, NextHop>();
        hops.forEach((domain, hop) ->
                found.put(
                        domain.equals(ALL_OTHERS) ? ALL_OTHERS : Domain.parse(domain).name(),
                        new NextHop(hop.getHostString(), hop.getPort())));
        return new Routes(found);
    }

    /// Routes from domain, or `*` for all others, to next hops.
    ///
    /// @throws IllegalArgumentException when a domain is none
    public static Routes to(Map<String, NextHop> hops) {
        var found = new HashMap<String, NextHop>();
        hops.forEach((domain, hop) ->
                found.put(
                        domain.equals(ALL_OTHERS) ? ALL_OTHERS : Domain.parse(domain).name(), hop));
        return new Routes(found);
    }

    /// The next hop of a domain. Address literals name theirs themselves, unless there is a
    /// smarthost.
    Optional<NextHop> to(Domain domain) {
        return Optional.ofNullable(hops.get(domain.name()))
                .or(() -> Optional.ofNullable(hops.get(ALL_OTHERS)));
    }
}
