package dev.jebi.wire;

import java.net.InetSocketAddress;

/// The two ends of a connection; `remote` is what the PROXY header of a trusted proxy said, where
/// there was one.
public record Peer(InetSocketAddress remote, InetSocketAddress local) {
    /// Whether the other end is on this very machine.
    public boolean loopback() {
        return remote.getAddress().isLoopbackAddress();
    }
}
