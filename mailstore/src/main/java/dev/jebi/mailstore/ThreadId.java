package dev.jebi.mailstore;

/// The thread that a message belongs to (RFC 8474 THREADID).
public record ThreadId(long value) {}
