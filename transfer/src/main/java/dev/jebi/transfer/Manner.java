package dev.jebi.transfer;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// How a host is spoken to.
///
/// @param tls what TLS must be
/// @param tlsAtOnce whether TLS begins before the greeting (RFC 8314 §3.3)
/// @param secret the file with login and password, where one signs in
/// @param source the address of this machine that the connection comes from
public record Manner(
        TlsDemand tls, boolean tlsAtOnce, Optional<Path> secret, Optional<InetAddress> source) {
    /// As a mail exchanger is spoken to.
    public static final Manner USUAL =
            new Manner(TlsDemand.MAY, false, Optional.empty(), Optional.empty());

    Manner with(TlsDemand other) {
        return new Manner(other, tlsAtOnce, secret, source);
    }
}
