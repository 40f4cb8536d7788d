package dev.jebi.sasl;

/// What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 §3, RFC 7677).
public record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {}
