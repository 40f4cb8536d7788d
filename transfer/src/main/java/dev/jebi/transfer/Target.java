package dev.jebi.transfer;

import java.net.InetSocketAddress;

/// A host to try: its name, or its address where it has no name, where it listens, and how it is
/// spoken to. Connections to equal targets are as good as each other.
record Target(String host, InetSocketAddress address, Manner manner) {
    /// As logs and replies name it.
    @Override
    public String toString() {
        String ip = address.getAddress().getHostAddress();
        return (ip.equals(host) ? "" : host) + "[" + ip + "]:" + address.getPort();
    }
}
