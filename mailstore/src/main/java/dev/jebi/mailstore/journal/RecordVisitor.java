package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Whoever takes the records that recovery finds.
@FunctionalInterface
public interface RecordVisitor {
    /// One record, in LSN order. After damage that recovery has logged, records before it may be
    /// missing: what refers to something unknown must be skipped, not thrown at.
    ///
    /// @param meta the octets that [Entry#prepare] returned; the visitor's own
    /// @param body where the octets of [Entry#body] stand
    void record(long lsn, byte type, ByteBuffer meta, ContentLocation body) throws IOException;
}
