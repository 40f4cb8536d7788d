package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The octets of a cluster's records. Objects are immutable: what was put under a name stays as it
/// is until it is deleted, and no name is used twice, by whatever node (names begin with the node's
/// incarnation, which is never given again). Safe for use by several threads.
///
/// The log keeps, in its own database, which record's body is where ([ObjectRange]); this store
/// does not know records. The order is always: octets first, then the record that refers to them,
/// then the acknowledgement; and at the end of life: first the last reference, then, after a grace,
/// the object. So an object may be there without any reference, never the reverse.
///
/// Every failure that a later try may not meet is a plain [IOException]; the log turns it into a
/// temporary refusal, and nothing of it is remembered.
public interface ContentStore extends AutoCloseable {
    /// Bodies of one batch of records on their way.
    interface Staged {
        /// Where the bodies are, or will be when the transaction is committed that [#join] took
        /// part in; in the order in which they were given.
        List<ObjectRange> ranges();

        /// Takes part in the transaction that commits the records. Called once for each try, before
        /// any lock is taken; a transaction that is rolled back is tried again with the same
        /// ranges. Nothing to do for a store outside the database.
        void join(Connection transaction) throws SQLException;
    }

    /// Stages the bodies of a batch, together at most a few megabytes. When it returns, they are
    /// durable, or they become so with the transaction.
    Staged stage(List<Content> bodies) throws IOException;

    /// Bodies with more octets are [#put] by whoever brings them, all at the same time; others are
    /// staged with their batch.
    default int largeBody(int otherwise) {
        return otherwise;
    }

    /// Stores one large body, on the thread of whoever brings it; durable when it returns. Its
    /// record may never come: then nothing refers to the object, and [#sweep] finds it.
    ObjectRange put(Content body) throws IOException;

    /// Octets; they need not be read yet when this returns. A read that fails because the object is
    /// gone is an [java.nio.file.NoSuchFileException].
    Content read(ObjectRange range) throws IOException;

    /// Deletes objects that nothing refers to any more. Again and again is harmless.
    void delete(Collection<String> objects) throws IOException;

    /// Looks for objects that no record ever referred to, because a node ended between [#put] and
    /// its record: walks over objects that are older than a day and deletes those that nobody
    /// knows. Called rarely, by one node at a time.
    ///
    /// @param known which of some names are referred to
    /// @return how many objects were deleted
    int sweep(UnaryOperator<Set<String>> known) throws IOException;

    @Override
    void close();
}
