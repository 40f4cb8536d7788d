package dev.jebi.mailstore;

import java.io.IOException;
import java.util.List;

/// What became of every message, with the reasons, kept for a while. It may be behind by a second
/// or two, and a crash may cost that much of it. Safe for use by several threads.
public interface Trace {
    /// Writes down what happened. Never waits, and never throws; where more happens than can be
    /// written down, that is counted, and the trace says so.
    void record(TraceEvent event);

    /// The messages that were asked for, the newest first.
    List<TracedMessage> find(TraceQuery query) throws IOException;

    /// Writes down what waits, and returns when it is found by [#find].
    void flush() throws IOException;

    /// A message and what became of it, in order of time.
    ///
    /// @param whole false when there is more than can be shown, or something was left out
    record TracedMessage(String id, List<TraceEvent> events, boolean whole) {}

    /// A trace that keeps nothing.
    static Trace none() {
        return new NoTrace();
    }
}
