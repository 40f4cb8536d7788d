package dev.jebi.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/// The connecting side. Safe for use by several threads.
public final class WireConnector implements AutoCloseable {
    /// Opens a connection.
    ///
    /// @throws IOException when the peer refused it or did not answer within `timeout`
    public ClientWire connect(InetSocketAddress peer, Duration timeout) throws IOException {
        throw new IOException(peer + " " + timeout);
    }

    @Override
    public void close() {}
}
