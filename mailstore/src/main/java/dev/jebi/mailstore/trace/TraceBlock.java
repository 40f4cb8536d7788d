package dev.jebi.mailstore.trace;

/// Some events, closed.
///
/// @param first when the first of them happened, in milliseconds
/// @param last when the last of them happened
/// @param keys what they are about, as hashes of [TraceKeys#BITS] bits, each once
/// @param octets the events
public record TraceBlock(long first, long last, long[] keys, byte[] octets) {}
