package dev.jebi.wire;

/// What was agreed in a TLS handshake, for the trace fields.
public record TlsSession(String protocol, String cipherSuite) {}
