package dev.jebi.mailstore.change;

/// What is kept of a password: its hash, and the keys for SCRAM-SHA-256.
public record Secret(
        String hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {}
