package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.ChangeCodec;

import java.nio.ByteBuffer;
import java.util.List;

/// A record in the shared log.
///
/// @param next where the next record begins
/// @param node the incarnation that wrote it
/// @param batch the node's number of the transaction, `entry` its place in the batch
record LogRow(long lsn, long next, long node, long batch, int entry, byte[] meta) {
    /// What a record has before its meta octets in a journal.
    private static final int HEADER = 40;

    /// A record takes of the positions what it would take of a journal.
    static LogRow at(long lsn, long node, long batch, int entry, byte[] meta, long body) {
        long next = lsn + ((HEADER + meta.length + body + 7) & ~7L);
        return new LogRow(lsn, next, node, batch, entry, meta);
    }

    /// Where its body begins.
    long body() {
        return lsn + HEADER + meta.length;
    }

    List<Change> changes() {
        return ChangeCodec.decode(ByteBuffer.wrap(meta), body());
    }
}
