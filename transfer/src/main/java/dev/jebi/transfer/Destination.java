package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.smtp.DeliveryWishes.TlsWish;

/// Where messages go together: what shares a destination shares connections.
sealed interface Destination {
    /// What the messages wish of TLS.
    TlsWish tls();

    /// A static next hop.
    record Routed(NextHop hop, TlsWish tls) implements Destination {
        @Override
        public String toString() {
            return hop.toString();
        }
    }

    /// The mail exchangers of a domain, or the host that an address literal names.
    record ByDomain(Domain domain, TlsWish tls) implements Destination {
        @Override
        public String toString() {
            return domain.toString();
        }
    }
}
