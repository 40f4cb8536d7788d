package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.change.Logged;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Takes into this node's memory what the log has, in its order and once. Whoever does so has the
/// turn; whoever numbers has it until the numbers are published or taken back. Safe for use by
/// several threads.
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private final Replica replica;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile long end;
    private @Nullable Batch inFlight;

    /// Records are missing: this node was away for too long.
    static final class Gap extends Exception {
        private static final long serialVersionUID = 1;

        Gap(long end, long next) {
            super("records from " + end + " to " + next + " are gone");
        }
    }

    Replay(Replica replica) {
        this.replica = replica;
    }

    /// Everything before is published here.
    long end() {
        return end;
    }

    void take() {
        turn.lock();
    }

    /// Takes the turn unless that lasts too long.
    boolean take(Duration atMost) throws InterruptedException {
        return turn.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    void give() {
        turn.unlock();
    }

    /// The state was loaded as it was there; with the turn.
    void loaded(long at) {
        end = at;
    }

    /// The batch whose records are nobody else's to publish, even when nobody has heard whether
    /// they are in the log.
    void flying(@Nullable Batch batch) {
        turn.lock();
        try {
            inFlight = batch;
        } finally {
            turn.unlock();
        }
    }

    /// Publishes what the log has up to `to`; with the turn.
    void catchUp(Connection connection, long to) throws SQLException, Gap {
        while (end < to) {
            var rows = LogTable.from(connection, end);
            if (rows.isEmpty()) {
                throw new Gap(end, to);
            }
            for (LogRow row : rows) {
                if (row.lsn() != end) {
                    throw new Gap(end, row.lsn());
                }
                publish(row);
                end = row.next();
            }
        }
    }

    private void publish(LogRow row) {
        var changes = row.changes();
        var batch = inFlight;
        if (batch != null && batch.has(row)) {
            LOG.info("event=cluster.landed lsn={}", row.lsn());
            if (batch.land(row)) {
                replica.level(changes);
                return;
            }
        }
        replica.publish(new Logged(row.lsn(), changes));
    }

    /// The batch is in the log: publishes it; with the turn.
    void committed(Batch batch) {
        for (Batch.Numbered one : batch.numbered()) {
            one.waiting().entry().durable(one.row().lsn(), one.body());
            end = one.row().next();
        }
    }

    /// The batch was rolled back, or nobody knows: takes its numbers back; with the turn.
    void undone(Batch batch) {
        replica.level(batch.changes());
    }
}
