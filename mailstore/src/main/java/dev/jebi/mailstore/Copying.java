package dev.jebi.mailstore;

import java.util.List;

/// How a copy or a move ends.
public sealed interface Copying {
    /// Done, in one change; both lists have the same length and order. Messages that were gone
    /// already are in neither.
    record Copied(UidValidity uidValidity, List<Uid> from, List<Uid> to) implements Copying {}

    /// There is no such target.
    record NoSuchMailbox() implements Copying {}

    /// The account's quota does not hold the copies; none was made.
    record OverQuota() implements Copying {}

    /// More keywords than the target can have.
    record TooManyKeywords() implements Copying {}
}
