package dev.jebi.pop3server;

/// The number of a message in a maildrop, from 1 on (RFC 1939 §4): what a client says, not yet
/// known to be there.
record MessageNumber(int value) {}
