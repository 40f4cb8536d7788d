package dev.jebi.transfer;

/// What TLS must be on the way to a host, from the least to the most.
public enum TlsDemand {
    /// None is begun.
    NEVER,
    /// Used where it is offered and works (RFC 7435).
    MAY,
    /// No mail without it; whose certificate it is does not matter.
    MUST,
    /// No mail without a certificate that proves the host's name.
    VERIFIED
}
