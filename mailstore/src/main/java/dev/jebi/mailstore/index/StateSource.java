package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change;

import java.io.IOException;
import java.util.List;

/// What a whole state is read from, piece by piece.
@FunctionalInterface
public interface StateSource {
    /// What takes the pieces.
    interface Taker {
        /// The next changes.
        void take(List<Change> changes) throws IOException;
    }

    /// Hands over everything, in order.
    void forEach(Taker taker) throws IOException;
}
