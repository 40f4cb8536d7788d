package dev.jebi.wire;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Decides in a TLS handshake whether the peer is who it should be. Asked on any thread.
public interface PeerProof {
    /// Looks at the certificates that the peer shows, its own first.
    ///
    /// @throws CertificateException when they prove nothing; the handshake fails with it as cause
    void check(List<X509Certificate> chain) throws CertificateException;
}
