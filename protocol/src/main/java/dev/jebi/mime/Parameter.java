package dev.jebi.mime;

/// A parameter of Content-Type or Content-Disposition; RFC 2231 continuations and charsets are left
/// as they came (RFC 9051 gives them so).
public record Parameter(String name, String value) {}
