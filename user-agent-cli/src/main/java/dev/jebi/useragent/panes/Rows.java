package dev.jebi.useragent.panes;

import dev.jebi.useragent.local.Envelope;

import java.io.IOException;
import java.util.List;

/// Messages in an order, the oldest at 0; any number of them, read as they are shown.
interface Rows {
    int count() throws IOException;

    /// Those from a place (inclusive) to a place (exclusive).
    List<Envelope> some(int from, int to) throws IOException;

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
