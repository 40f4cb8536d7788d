package dev.jebi.wire;

import java.io.IOException;

/// A wire that this process opened towards a peer.
public interface ClientWire extends Wire {
    /// Begins TLS as a client; what was read before is dropped.
    ///
    /// @throws javax.net.ssl.SSLException when the handshake or, where asked for, the check of the
    ///   peer's certificate failed
    void startTls(ClientTls tls) throws IOException;
}
