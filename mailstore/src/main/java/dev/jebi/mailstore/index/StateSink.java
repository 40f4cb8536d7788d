package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change;

import java.io.IOException;
import java.util.List;

/// What takes the whole state of an index, piece by piece.
public interface StateSink {
    /// The position that the state belongs to; first, and once.
    void begin(long appliedLsn) throws IOException;

    /// The next changes of those that lead to the state from nothing.
    void changes(List<Change> changes) throws IOException;
}
