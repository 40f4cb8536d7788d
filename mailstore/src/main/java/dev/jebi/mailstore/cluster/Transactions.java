package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.cluster.Replay.Gap;
import dev.jebi.mailstore.index.IndexBatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// The transactions of the committer thread, on its one connection.
final class Transactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final Database database;
    private final Replay replay;
    private final Bodies bodies;
    private final Nodes nodes;
    private @Nullable Connection connection;

    Transactions(Database database, Replay replay, Bodies bodies, Nodes nodes) {
        this.database = database;
        this.replay = replay;
        this.bodies = bodies;
        this.nodes = nodes;
    }

    /// Tries to bring a batch into the log. Octets go first, before others are kept from writing;
    /// then the log is locked, so that what is numbered is numbered behind everything that there
    /// is, and so that an earlier try of which nothing was heard has either come in or never will.
    ///
    /// @param again whether this is not the first try: then the octets may be there already, which
    ///   is known when the log is locked
    /// @throws SQLException when that failed; perhaps only the answer got lost
    void attempt(Batch batch, boolean again) throws SQLException, IOException, Gap {
        var to = connection();
        boolean done = false;
        try {
            if (!again) {
                batch.staged().join(to);
            }
            long end = LogTable.lock(to);
            replay.take();
            try {
                replay.catchUp(to, end);
                if (batch.landed() || batch.number(end).isEmpty()) {
                    to.rollback();
                } else {
                    if (again) {
                        batch.staged().join(to);
                    }
                    write(to, batch);
                    to.commit();
                    replay.committed(batch);
                    bodies.committed(batch);
                }
                done = true;
            } finally {
                if (!done) {
                    replay.undone(batch);
                }
                replay.give();
            }
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    private void write(Connection to, Batch batch) throws SQLException, IOException {
        var rows = batch.numbered().stream().map(Batch.Numbered::row).toList();
        LogTable.insert(to, rows);
        bodies.write(to, batch);
        var index = new IndexBatch(to);
        for (var change : batch.changes()) {
            index.take(change);
        }
        index.write(rows.getLast().lsn());
        LogTable.end(to, rows.getLast().next());
        if (nodes.others()) {
            database.dialect().tell(to, nodes.incarnation());
        }
    }

    private Connection connection() throws SQLException {
        var here = connection;
        if (here == null) {
            here = database.writer();
            connection = here;
        }
        return here;
    }

    private void rollback() {
        var here = connection;
        if (here == null) {
            return;
        }
        try {
            here.rollback();
        } catch (SQLException e) {
            LOG.debug("event=cluster.rollback outcome=failed", e);
            close();
        }
    }

    /// Lets go of the connection; the next try makes another.
    @Override
    public void close() {
        var here = connection;
        connection = null;
        if (here != null) {
            try {
                here.close();
            } catch (SQLException e) {
                LOG.debug("event=cluster.disconnect outcome=failed", e);
            }
        }
    }
}
