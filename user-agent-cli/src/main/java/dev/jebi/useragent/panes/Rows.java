package dev.jebi.useragent.panes;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Messages in an order, the oldest at 0; any number of them, read as they are shown.
interface Rows {
    int count() throws IOException;

    /// Those from a place (inclusive) to a place (exclusive).
    List<Envelope> some(int from, int to) throws IOException;

    /// The place of a message, where that is quick to tell.
    default Optional<Integer> place(MessageRef message) throws IOException {
        return Optional.empty();
    }

    /// Looks what other programs changed.
    default void refresh() throws IOException {}

    /// A list that is all in memory.
    static Rows of(List<Envelope> all) {
        return new Rows() {
            @Override
            public int count() {
                return all.size();
            }

            @Override
            public List<Envelope> some(int from, int to) {
                return all.subList(Math.max(from, 0), Math.min(to, all.size()));
            }
        };
    }
}
