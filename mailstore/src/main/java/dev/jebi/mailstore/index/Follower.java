package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Logged;

/// What is told of every durable record, in LSN order, after it was published to memory. Safe for
/// use by several threads.
public interface Follower {
    /// Takes a durable record; never waits.
    ///
    /// @param size how much heap it holds, roughly
    void take(Logged logged, int size);

    /// Waits until the follower is not too far behind.
    ///
    /// @return false when it is, and cannot catch up
    boolean awaitRoom();

    /// Waits until the index has a record that was published. Nothing to wait for where it has it
    /// before that.
    ///
    /// @return false when that cannot be, or not soon
    default boolean awaitApplied(long lsn) {
        return true;
    }
}
