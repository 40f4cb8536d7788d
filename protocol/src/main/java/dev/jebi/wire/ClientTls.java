package dev.jebi.wire;

import java.util.Optional;

/// How a client begins TLS: the name that it asks for, and whether the peer's certificate must
/// prove that name. Opportunistic TLS (RFC 7435) does not ask for a proof.
///
/// @param verified whether the certificate must prove the name to the authorities that the JVM
///   trusts
/// @param proof what the certificate must prove in place of that
public record ClientTls(String serverName, boolean verified, Optional<PeerProof> proof) {
    /// Without a proof of another kind.
    public ClientTls(String serverName, boolean verified) {
        this(serverName, verified, Optional.empty());
    }

    /// With a proof that the caller decides on.
    public static ClientTls proven(String serverName, PeerProof proof) {
        return new ClientTls(serverName, false, Optional.of(proof));
    }
}
