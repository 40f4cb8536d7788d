package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.transfer.tls.TlsPolicies;
import dev.jebi.wire.WireConnector;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// The delivery agent for mail that goes elsewhere (RFC 5598 §4.3.2): finds the next hop, speaks
/// SMTP to it, and says for each recipient what that came to. Safe for use by several threads.
public final class Relay implements AutoCloseable {
    private final Routes routes;
    private final RelaySession.Means means;

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
        var ourselves = new Ourselves(hostname, listening);
        this.means =
                new RelaySession.Means(
                        new NextHops(resolver, ourselves, limits, new Random()),
                        new Connector(connector, hostname, limits, Optional.empty()),
                        limits,
                        new Peers(limits));
    }

    private Relay(Routes routes, RelaySession.Means means) {
        this.routes = routes;
        this.means = means;
    }

    /// The same relay, which keeps to what the owners of hosts want of TLS; in place of this one.
    public Relay under(TlsPolicies policies) {
        return new Relay(routes, means.under(policies));
    }

    /// Where mail for a domain goes; mail for the same destination goes together.
    Destination destination(Domain domain, TlsWish tls) {
        return routes.to(domain)
                .<Destination>map(hop -> new Destination.Routed(hop, tls))
                .orElseGet(() -> new Destination.ByDomain(domain, tls));
    }

    /// Begins to relay to a destination; no connection is opened before there is a message.
    ///
    /// @param pausing hears when the session waits for its turn with a host
    RelaySession to(Destination destination, Peers.Pausing pausing) {
        return new RelaySession(destination, means, pausing);
    }

    /// Closes the connections that nobody uses.
    @Override
    public void close() {
        means.peers().close();
    }
}
