package dev.jebi.mailstore;

/// How a replacement ends (RFC 8508).
public sealed interface Replacing {
    /// The new message is in and the old one is gone, in one change.
    record Replaced(UidValidity uidValidity, Uid uid) implements Replacing {}

    /// The message that was to be replaced is gone; the new one is not in.
    record NoSuchMessage() implements Replacing {}

    /// There is no such target.
    record NoSuchMailbox() implements Replacing {}

    /// The account's quota does not hold what the new message has more than the old one.
    record OverQuota() implements Replacing {}

    /// More keywords than the target can have.
    record TooManyKeywords() implements Replacing {}
}
