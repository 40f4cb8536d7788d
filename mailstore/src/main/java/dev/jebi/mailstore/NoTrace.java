package dev.jebi.mailstore;

import java.util.List;

/// The trace of a store that keeps none.
final class NoTrace implements Trace {
    @Override
    public void record(TraceEvent event) {
        // nobody asks for it
    }

    @Override
    public List<TracedMessage> find(TraceQuery query) {
        return List.of();
    }

    @Override
    public void flush() {
        // nothing waits
    }
}
