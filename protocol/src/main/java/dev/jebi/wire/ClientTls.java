package dev.jebi.wire;

/// How a client begins TLS: the name that it asks for, and whether the peer's certificate must
/// prove that name. Opportunistic TLS (RFC 7435) does not ask for a proof.
public record ClientTls(String serverName, boolean verified) {}
