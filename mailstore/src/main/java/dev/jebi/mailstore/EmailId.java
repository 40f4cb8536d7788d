package dev.jebi.mailstore;

/// The identity of immutable message octets (RFC 8474 EMAILID): copies share it.
public record EmailId(long value) {}
