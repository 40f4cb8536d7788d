package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver;
import dev.jebi.wire.WireConnector;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Random;
import java.util.function.Supplier;

/// The delivery agent for mail that goes elsewhere (RFC 5598 §4.3.2): finds the next hop, speaks
/// SMTP to it, and says for each recipient what that came to. Safe for use by several threads.
public final class Relay {
    private final Routes routes;
    private final NextHops nextHops;
    private final WireConnector connector;
    private final RelayLimits limits;
    private final String hostname;

    /// A relay that calls itself `hostname`.
    ///
    /// @param listening where this process takes mail, so that it never relays to itself
    public Relay(
            Resolver resolver,
            Routes routes,
            WireConnector connector,
            String hostname,
            Supplier<? extends Collection<InetSocketAddress>> listening,
            RelayLimits limits) {
        this.routes = routes;
        this.connector = connector;
        this.limits = limits;
        this.hostname = hostname;
        this.nextHops =
                new NextHops(resolver, new Ourselves(hostname, listening), limits, new Random());
    }

    /// Where mail for a domain goes; mail for the same destination goes together.
    Destination destination(Domain domain) {
        return routes.to(domain)
                .<Destination>map(Destination.Routed::new)
                .orElseGet(() -> new Destination.ByDomain(domain));
    }

    /// Begins to relay to a destination; no connection is opened before there is a message.
    RelaySession to(Destination destination) {
        return new RelaySession(
                destination, nextHops, new Connector(connector, hostname, limits), limits);
    }
}
