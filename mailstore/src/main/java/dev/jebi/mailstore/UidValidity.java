package dev.jebi.mailstore;

/// The UIDVALIDITY of a mailbox (RFC 9051 §2.3.1.1).
public record UidValidity(long value) {}
