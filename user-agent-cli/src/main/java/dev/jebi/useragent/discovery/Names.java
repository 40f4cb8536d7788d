package dev.jebi.useragent.discovery;

import java.util.List;

/// What the DNS says. No answer is an empty list.
interface Names {
    /// A place of an SRV record (RFC 2782).
    record Place(int priority, int weight, int port, String host) {}

    /// The SRV records of a name, in no order.
    List<Place> services(String name);

    /// The hosts that take a domain's mail, the most wanted first.
    List<String> exchangers(String domain);
}
