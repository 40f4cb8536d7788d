package dev.jebi.transfer;

import java.net.InetSocketAddress;

/// A host to try: its name, or its address where it has no name, and where it listens.
record Target(String host, InetSocketAddress address) {
    /// As logs and replies name it.
    @Override
    public String toString() {
        String ip = address.getAddress().getHostAddress();
        return (ip.equals(host) ? "" : host) + "[" + ip + "]:" + address.getPort();
    }
}
