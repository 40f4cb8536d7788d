package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A whole state on its way into an empty index, in many transactions. While it is on its way the
/// index says so, and cannot be opened for anything else: a crash in the middle leaves nothing that
/// could be taken for a whole state.
public final class IndexLoad {
    /// The position of an index that is being filled.
    public static final long UNFINISHED = -1;

    private static final int CHANGES = 20_000;

    private final Connection connection;
    private IndexBatch batch;
    private int taken;

    IndexLoad(Connection connection) {
        this.connection = connection;
        this.batch = IndexBatch.ofSnapshot(connection);
    }

    /// Fills it.
    void run(long lsn, StateSource source) throws IOException, SQLException {
        if (IndexReading.appliedLsn(connection) != 0) {
            throw new IOException("only an empty index can be filled");
        }
        write(UNFINISHED);
        try {
            source.forEach(this::take);
        } catch (Failed e) {
            throw e.cause;
        }
        write(lsn);
    }

    private static final class Failed extends IOException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // never leaves this class
        private final SQLException cause;

        Failed(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private void take(List<Change> changes) throws IOException {
        try {
            for (Change change : changes) {
                batch.take(change);
                taken += change instanceof Change.MessagesAdded added ? added.messages().size() : 1;
            }
            if (taken >= CHANGES) {
                write(UNFINISHED);
            }
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    private void write(long lsn) throws SQLException {
        batch.write(lsn);
        connection.commit();
        batch = IndexBatch.ofSnapshot(connection);
        taken = 0;
    }
}
