package dev.jebi.wire;

/// What was seen while dot-terminated content was read.
///
/// @param octets how many were written to the sink
/// @param bareLf whether a LF without CR was among them
/// @param bareCr whether a CR without LF was among them
/// @param nul whether a NUL was among them
/// @param eightBit whether an octet over 127 was among them
public record Dotted(long octets, boolean bareLf, boolean bareCr, boolean nul, boolean eightBit) {}
