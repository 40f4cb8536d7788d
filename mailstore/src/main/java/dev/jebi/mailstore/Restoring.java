package dev.jebi.mailstore;

import java.util.SequencedMap;

/// How a restoration ends.
public sealed interface Restoring {
    /// So many messages are back, each with a new UID in the mailbox of its old name.
    ///
    /// @param messages how many by mailbox
    record Restored(SequencedMap<MailboxName, Integer> messages) implements Restoring {}

    /// The account's quota does not hold them.
    ///
    /// @param octets how much all of them have, in so many messages
    /// @param restored how many are back nevertheless: what else came meanwhile took the room
    record OverQuota(long octets, long messages, int restored) implements Restoring {}

    /// A mailbox of the old name cannot be made.
    ///
    /// @param restored how many messages of other mailboxes are back
    record Refused(MailboxName mailbox, String why, int restored) implements Restoring {}

    /// There is no such account any more.
    record NoSuchAccount() implements Restoring {}
}
