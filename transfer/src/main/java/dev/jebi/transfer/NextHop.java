package dev.jebi.transfer;

import java.util.Locale;

/// A host, by name or by address, and the port where it takes mail.
record NextHop(String host, int port) {
    NextHop {
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a next hop: " + host + " " + port);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
