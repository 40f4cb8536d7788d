package dev.jebi.mailstore;

import java.util.List;

/// How an append ends.
public sealed interface Appending {
    /// All messages are in, in one change.
    record Appended(UidValidity uidValidity, List<Uid> uids) implements Appending {}

    /// The mailbox is gone.
    record NoSuchMailbox() implements Appending {}

    /// The account's quota does not hold them; none is in.
    record OverQuota() implements Appending {}

    /// More keywords than a mailbox can have.
    record TooManyKeywords() implements Appending {}
}
