package dev.jebi.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The listening side: accepts connections on any number of listeners, and runs each session on a
/// virtual thread of its own. Safe for use by several threads.
public final class WireServer implements AutoCloseable {
    private final WireLimits limits;
    private final Optional<ServerTls> tls;

    /// A server that listens nowhere yet.
    public WireServer(WireLimits limits, Optional<ServerTls> tls) {
        this.limits = limits;
        this.tls = tls;
    }

    /// Begins to listen.
    ///
    /// @param session runs one session to its end; the wire is closed when it returns or throws
    /// @return the address that it listens on, with its true port
    /// @throws java.net.BindException when the address cannot be had
    public InetSocketAddress listen(Listener listener, Consumer<Wire> session) throws IOException {
        throw new IOException(limits + " " + tls);
    }

    /// Stops: accepts nothing any more, lets each session come to its next line (it then sees
    /// [ShuttingDown]), waits at most `drain`, and closes what is left.
    public void close(Duration drain) {}

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
