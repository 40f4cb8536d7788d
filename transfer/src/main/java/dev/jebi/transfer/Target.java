package dev.jebi.transfer;

import dev.jebi.transfer.tls.TlsPolicy;

import java.net.InetSocketAddress;

/// A host to try: its name, or its address where it has no name, where it listens, how it is spoken
/// to, and what its owners want of TLS. Connections to equal targets are as good as each other.
record Target(String host, InetSocketAddress address, Manner manner, TlsPolicy policy) {
    /// One of whose owners' wishes nothing is known.
    Target(String host, InetSocketAddress address, Manner manner) {
        this(host, address, manner, new TlsPolicy.Opportunistic());
    }

    Target under(TlsPolicy other) {
        return new Target(host, address, manner, other);
    }

    /// As logs and replies name it.
    @Override
    public String toString() {
        String ip = address.getAddress().getHostAddress();
        return (ip.equals(host) ? "" : host) + "[" + ip + "]:" + address.getPort();
    }
}
