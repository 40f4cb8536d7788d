package dev.jebi.mailstore;

import java.util.List;

/// How a change of flags ends.
public sealed interface Storing {
    /// Done.
    ///
    /// @param changed the messages as they are now, ascending by UID
    /// @param modified those that were left alone because they changed after UNCHANGEDSINCE (RFC
    ///   7162 §3.1.3)
    /// @param before the mod-sequence of the mailbox right before; who knew less does not know the
    ///   flags by adding this change to those that it knew
    record Stored(List<MessageInfo> changed, UidSet modified, ModSeq before) implements Storing {}

    /// More keywords than a mailbox can have; nothing changed.
    record TooManyKeywords() implements Storing {}
}
