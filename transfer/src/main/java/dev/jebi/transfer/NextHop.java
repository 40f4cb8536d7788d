package dev.jebi.transfer;

import java.util.Locale;

/// A host, by name or by address, the port where it takes mail, and how it is spoken to.
public record NextHop(String host, int port, Manner manner) {
    /// Checks host and port.
    public NextHop {
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a next hop: " + host + " " + port);
        }
    }

    /// One that is spoken to as usual.
    public NextHop(String host, int port) {
        this(host, port, Manner.USUAL);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
