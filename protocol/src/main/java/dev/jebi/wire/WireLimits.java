package dev.jebi.wire;

import java.time.Duration;
import java.util.List;

/// What one process grants its peers.
///
/// @param connections in all
/// @param connectionsPerAddress from one address (of IPv6, from one /64); connections from this
///   very machine are not counted, those through a proxy are counted for the address that the PROXY
///   header names
/// @param inputBuffer octets of input held for one connection before reading is paused
/// @param outputBuffer octets of output held for one connection before writing waits
/// @param proxies networks whose connections begin with a PROXY header (v1 or v2), and only these
/// @param patience how long a peer may take over what is not conversation
public record WireLimits(
        int connections,
        int connectionsPerAddress,
        int inputBuffer,
        int outputBuffer,
        List<Network> proxies,
        Patience patience) {
    /// What a small organisation needs.
    public static final WireLimits STANDARD =
            new WireLimits(20_000, 1_000, 64 * 1024, 256 * 1024, List.of());

    /// Limits with the usual patience.
    public WireLimits(
            int connections,
            int connectionsPerAddress,
            int inputBuffer,
            int outputBuffer,
            List<Network> proxies) {
        this(
                connections,
                connectionsPerAddress,
                inputBuffer,
                outputBuffer,
                proxies,
                Patience.STANDARD);
    }

    /// How long a peer may take.
    ///
    /// @param handshake for a TLS handshake, and for the PROXY header
    /// @param stall during which it takes none of the output that waits for it
    /// @param linger to read our last words, after which the connection is cut
    /// @param slowest octets a second that content has to come with on the whole, after the idle
    ///   time, so that nobody keeps a connection busy with an octet now and then
    public record Patience(Duration handshake, Duration stall, Duration linger, int slowest) {
        /// A peer on a poor line.
        public static final Patience STANDARD =
                new Patience(
                        Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(2), 100);

        /// With the usual speed.
        public Patience(Duration handshake, Duration stall, Duration linger) {
            this(handshake, stall, linger, 100);
        }
    }
}
