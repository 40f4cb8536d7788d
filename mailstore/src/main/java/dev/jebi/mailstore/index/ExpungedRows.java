package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.UidsVanished;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which UIDs of a mailbox were expunged when, as far back as is remembered; what is older goes a
/// while after it is too much. For one thread.
final class ExpungedRows {
    /// Expunges that are remembered of a mailbox; whoever was away longer is told of every UID that
    /// is not there.
    static final int REMEMBERED = 1_000;

    /// One in so many expunges has the older ones of its mailbox looked after.
    static final int PRUNED_EVERY = 128;

    /// Spreads mod-sequences evenly, however they come: Knuth's multiplicative hash.
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final Connection connection;
    private final List<Row> rows = new ArrayList<>();

    private record Row(int mailbox, Vanished vanished) {}

    ExpungedRows(Connection connection) {
        this.connection = connection;
    }

    void add(Expunged expunged) {
        rows.add(new Row(expunged.mailbox(), Vanished.of(expunged.modSeq(), expunged.uids())));
    }

    void add(UidsVanished uids) {
        rows.add(new Row(uids.mailbox(), new Vanished(uids.modSeq(), uids.bounds())));
    }

    /// The mailbox is gone, and so is what it remembered.
    void deleted(int mailbox) throws SQLException {
        rows.removeIf(row -> row.mailbox == mailbox);
        Sql.update(connection, "delete from expunged where mailbox_id = ?", mailbox);
    }

    /// Writes what has been gathered.
    void write() throws SQLException {
        var grown = new TreeSet<Integer>();
        try (var sql = new Sql(connection, "insert into expunged values (?, ?, ?)")) {
            for (Row row : rows) {
                sql.row(row.mailbox, row.vanished.modSeq(), row.vanished.encode());
                if (isPruning(row.vanished.modSeq())) {
                    grown.add(row.mailbox);
                }
            }
            sql.finish();
        }
        prune(connection, grown);
        rows.clear();
    }

    /// By the mod-sequence alone, so that no count needs to be kept.
    private static boolean isPruning(long modSeq) {
        return Long.remainderUnsigned((modSeq * SPREAD) >>> Integer.SIZE, PRUNED_EVERY) == 0;
    }

    /// Forgets what is too much, wherever it is.
    static void prune(Connection connection) throws SQLException {
        var grown = new TreeSet<Integer>();
        try (var statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "select mailbox_id from expunged group by mailbox_id"
                                        + " having count(*) > "
                                        + REMEMBERED)) {
            while (found.next()) {
                grown.add(found.getInt(1));
            }
        }
        prune(connection, grown);
    }

    private static void prune(Connection connection, Set<Integer> mailboxes) throws SQLException {
        if (mailboxes.isEmpty()) {
            return;
        }
        try (var newest =
                connection.prepareStatement(
                        "select modseq from expunged where mailbox_id = ?"
                                + " order by modseq desc limit 1 offset "
                                + REMEMBERED)) {
            for (int mailbox : mailboxes) {
                newest.setInt(1, mailbox);
                try (ResultSet found = newest.executeQuery()) {
                    if (found.next()) {
                        Sql.update(
                                connection,
                                "delete from expunged where mailbox_id = ? and modseq <= ?",
                                mailbox,
                                found.getLong(1));
                    }
                }
            }
        }
    }
}
