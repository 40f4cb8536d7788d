package dev.jebi.transfer;

import dev.jebi.address.Domain;

/// Where messages go together: what shares a destination shares connections.
sealed interface Destination {
    /// A static next hop.
    record Routed(NextHop hop) implements Destination {
        @Override
        public String toString() {
            return hop.toString();
        }
    }

    /// The mail exchangers of a domain, or the host that an address literal names.
    record ByDomain(Domain domain) implements Destination {
        @Override
        public String toString() {
            return domain.toString();
        }
    }
}
