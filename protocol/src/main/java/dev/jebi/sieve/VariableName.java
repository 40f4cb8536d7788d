package dev.jebi.sieve;

/// The name of a variable, in lower case.
///
/// @param global whether all included scripts share it (RFC 6609 §3.4)
record VariableName(String name, boolean global) {}
