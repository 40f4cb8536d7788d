package dev.jebi.mailstore.change;

/// The flags of a message: bits of system flags and of the mailbox's keywords.
public record FlagRow(long uid, int flags, long keywords) {}
