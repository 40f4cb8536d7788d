package dev.jebi.mailstore;

/// The number of a mailbox in the store: opaque, stable over renames, never given again (RFC 8474).
public record MailboxId(int value) {}
