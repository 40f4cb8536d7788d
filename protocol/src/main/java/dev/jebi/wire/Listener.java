package dev.jebi.wire;

import java.net.InetSocketAddress;
import java.time.Duration;

/// One address that a server listens on.
///
/// @param name what the listener is called in logs, e.g. `submissions`
/// @param address where it listens; port 0 takes any free port
/// @param implicitTls whether TLS begins at once
/// @param idleTimeout how long a read waits for the peer, until the session says otherwise
public record Listener(
        String name, InetSocketAddress address, boolean implicitTls, Duration idleTimeout) {}
