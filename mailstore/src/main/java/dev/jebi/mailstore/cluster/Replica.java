package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Logged;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.index.IndexState;

import java.io.IOException;
import java.util.List;

/// What a node has in memory, as the log sees it. Called by one thread at a time, never while
/// something is numbered.
public interface Replica {
    /// Takes a record of another node, or an own one that nobody waits for any more; nothing is
    /// ahead of what it touched afterwards.
    void publish(Logged record);

    /// Takes back what was numbered and then rolled back.
    void level(List<Change> changes);

    /// Takes the whole state in place of what it has: records are missing in between.
    ///
    /// @param index what can be read of the same moment
    void reload(IndexState state, IndexReader index) throws IOException;

    /// A node has ended without saying so.
    ///
    /// @throws IOException when this could not be noted; it is told again
    void ended(long incarnation) throws IOException;
}
