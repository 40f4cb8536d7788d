package dev.jebi.wire;

import java.util.List;

/// What one process grants its peers.
///
/// @param connections in all
/// @param connectionsPerAddress from one address
/// @param inputBuffer octets of input held for one connection before reading is paused
/// @param outputBuffer octets of output held for one connection before writing waits
/// @param proxies networks whose connections begin with a PROXY header (v1 or v2), and only these
public record WireLimits(
        int connections,
        int connectionsPerAddress,
        int inputBuffer,
        int outputBuffer,
        List<Network> proxies) {
    /// What a small organisation needs.
    public static final WireLimits STANDARD =
            new WireLimits(20_000, 1_000, 64 * 1024, 256 * 1024, List.of());
}
