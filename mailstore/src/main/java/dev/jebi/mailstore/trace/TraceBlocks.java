package dev.jebi.mailstore.trace;

import java.io.IOException;
import java.util.List;

/// Blocks that are kept. One thread appends and expires, any may visit.
public interface TraceBlocks extends AutoCloseable {
    /// What looks at blocks.
    interface Visitor {
        /// Looks at one.
        ///
        /// @return false when that is enough
        boolean visit(byte[] octets) throws IOException;
    }

    /// Keeps blocks; they are durable when it returns.
    void append(List<TraceBlock> blocks) throws IOException;

    /// Shows the blocks that may be about one of these hashes and reach beyond a time, the newest
    /// first.
    void visit(long[] keys, long since, Visitor visitor) throws IOException;

    /// Removes what ended before a time, and the oldest of what is more than so many octets.
    void expire(long before, long octets) throws IOException;

    @Override
    void close();
}
