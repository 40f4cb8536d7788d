package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What becomes one record: one change, whole or not at all. One thread at a time calls [#prepare]
/// and [#durable], each in LSN order; both must be quick and must not block. It may be the one that
/// has brought the entry.
public interface Entry {
    /// The kind of record, 1 to 127; the journal does not care which.
    byte type();

    /// An upper bound of what [#prepare] returns, in octets. Room is made for it before anything is
    /// numbered.
    int maxMeta();

    /// Octets that are known before the record is numbered: compact heads and messages, one after
    /// the other as the owner likes. Read twice: on the caller's thread, and where it is committed.
    default Content body() {
        return Content.of(new byte[0]);
    }

    /// Gives the numbers (UID, MODSEQ) and returns the meta octets. Room for the record is certain
    /// then; the numbers must not be shown to anybody before [#durable].
    ///
    /// A [Log] that has to roll a batch back calls this again for the same entry, with this or
    /// another LSN, after everything that was numbered has been made undone in the state that
    /// numbers are taken from: whatever an earlier call has left in the entry must be reset first.
    ///
    /// @param lsn the record's position
    /// @return the meta octets, or empty to withdraw the entry: nothing is written then
    /// @throws RuntimeException to withdraw it with this exception, which [Log#append] throws;
    ///   nothing may have been numbered
    Optional<ByteBuffer> prepare(long lsn);

    /// Publishes the change: it is on disk. Called before the one who waits in [Log#append] goes
    /// on.
    ///
    /// @param body where the octets of [#body] stand now
    void durable(long lsn, ContentLocation body);
}
