package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.MessageRow;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// The reading half of the index, the same on every engine: what is not in memory is read here.
/// Safe for use by several threads.
public interface IndexReader {
    /// What reads from a connection.
    interface Reading<T> {
        /// Reads; all that is asked in here may be of one moment, and nothing is written.
        T from(Connection connection) throws SQLException;
    }

    /// Reads. Whatever is seen has been published when this returns, or is the follower's to lay
    /// over it.
    ///
    /// @throws IOException when the index cannot be read now
    <T> T read(Reading<T> reading) throws IOException;

    /// All of the small state.
    default IndexState state() throws IOException {
        return read(IndexReading::state);
    }

    /// The position that is applied.
    default long appliedLsn() throws IOException {
        return read(IndexReading::appliedLsn);
    }

    /// The blobs with a greater id, ascending.
    default List<BlobStored> blobsAfter(long id, int atMost) throws IOException {
        return read(connection -> BlobReading.after(connection, id, atMost));
    }

    /// How many blobs have a greater id.
    default long countBlobsAfter(long id) throws IOException {
        return read(connection -> BlobReading.countAfter(connection, id));
    }

    /// The messages of a mailbox, ascending by UID.
    default void messages(int mailbox, Consumer<MessageRow> each) throws IOException {
        mailbox(mailbox, each, 0);
    }

    /// The newest expunges of a mailbox, newest first.
    default List<Vanished> vanished(int mailbox, int atMost) throws IOException {
        return read(connection -> MailboxReading.vanished(connection, mailbox, atMost));
    }

    /// The messages of a mailbox, ascending by UID, and its newest expunges, newest first: of one
    /// moment where the engine can.
    default List<Vanished> mailbox(int mailbox, Consumer<MessageRow> each, int expunges)
            throws IOException {
        return read(connection -> {
            MailboxReading.messages(connection, mailbox, each);
            return expunges == 0
                    ? List.of()
                    : MailboxReading.vanished(connection, mailbox, expunges);
        });
    }
}
