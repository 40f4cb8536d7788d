package dev.jebi.mailstore.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Makes an index fit itself again after changes were lost: what refers to nothing goes, and what
/// counts is counted again. Numbers that the lost changes may have given are passed over, so that
/// none is given twice. Common SQL.
final class IndexRecount {
    /// UIDs and mod-sequences that a mailbox passes over: more than segments that are lost at once
    /// are likely to have given it.
    private static final long PASSED_OVER = 1_000_000;

    private static final long MAX_UID = 0xFFFF_FFFEL;

    private final Connection connection;

    IndexRecount(Connection connection) {
        this.connection = connection;
    }

    /// How the flags of a message are read.
    record Bits(int seen, int deleted) {}

    private static final class Count {
        private long messages;
        private long unseen;
        private long deleted;
        private long octets;
        private long uid;
        private long modSeq;
    }

    private interface Row {
        void of(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                each.of(rows);
            }
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        Sql.update(connection, sql, values);
    }

    /// Does it, in the caller's transaction.
    ///
    /// @param lsn behind what was lost
    void run(Bits bits, long lsn) throws SQLException {
        orphans();
        references();
        mailboxes(bits);
        accounts();
        update(
                "update store_state set applied_lsn = greatest(applied_lsn, ?),"
                        + " last_id = last_id + 1000",
                lsn);
    }

    private void orphans() throws SQLException {
        update(
                """
                delete from mailbox where not exists
                    (select 1 from account a where a.id = mailbox.account_id)
                """);
        update(
                """
                delete from message where not exists
                    (select 1 from mailbox b where b.id = message.k / 4294967296)
                """);
        update(
                """
                delete from message where not exists
                    (select 1 from blob b where b.id = message.blob_id)
                """);
        update(
                """
                delete from kept where not exists (select 1 from blob b where b.id = kept.blob_id)
                """);
        update("delete from queue where not exists (select 1 from blob b where b.id = queue.id)");
        update(
                """
                delete from queue_recipient where not exists
                    (select 1 from queue q where q.id = queue_recipient.queue_id)
                """);
    }

    private void references() throws SQLException {
        Map<Long, Integer> wrong = new HashMap<>();
        query(
                """
                select b.id, coalesce(r.n, 0)
                from blob b left join
                    (select blob_id, count(*) as n from
                        (select blob_id from message union all select blob_id from kept
                         union all select id from queue) u
                     group by blob_id) r on r.blob_id = b.id
                where b.refs <> coalesce(r.n, 0)
                """,
                row -> wrong.put(row.getLong(1), row.getInt(2)));
        try (var sql = new Sql(connection, "update blob set refs = ? where id = ?")) {
            for (var entry : wrong.entrySet()) {
                sql.row(entry.getValue(), entry.getKey());
            }
            sql.finish();
        }
        update("delete from blob where refs <= 0");
    }

    private void mailboxes(Bits bits) throws SQLException {
        Map<Integer, Count> counts = new HashMap<>();
        query("select id from mailbox", row -> counts.put(row.getInt(1), new Count()));
        query(
                """
                select m.k, m.flags, m.modseq, b.octets
                from message m join blob b on b.id = m.blob_id
                """,
                row -> {
                    var count = Objects.requireNonNull(counts.get(Keys.mailbox(row.getLong(1))));
                    int flags = row.getInt(2);
                    count.messages++;
                    count.unseen += (flags & bits.seen()) == 0 ? 1 : 0;
                    count.deleted += (flags & bits.deleted()) != 0 ? 1 : 0;
                    count.uid = Math.max(count.uid, Keys.uid(row.getLong(1)));
                    count.modSeq = Math.max(count.modSeq, row.getLong(3));
                    count.octets += row.getLong(4);
                });
        try (var sql =
                new Sql(
                        connection,
                        """
                        update mailbox set messages = ?, unseen = ?, deleted = ?, octets = ?,
                            uidnext = least(greatest(uidnext, ?) + ?, ?),
                            highestmodseq = greatest(highestmodseq, ?) + ?
                        where id = ?
                        """)) {
            for (var entry : counts.entrySet()) {
                var count = entry.getValue();
                sql.row(
                        count.messages,
                        count.unseen,
                        count.deleted,
                        count.octets,
                        count.uid + 1,
                        PASSED_OVER,
                        MAX_UID,
                        count.modSeq,
                        PASSED_OVER,
                        entry.getKey());
            }
            sql.finish();
        }
    }

    private void accounts() throws SQLException {
        update(
                """
                update account set
                    used_messages = coalesce(
                        (select sum(messages) from mailbox where account_id = account.id), 0),
                    used_octets = coalesce(
                        (select sum(octets) from mailbox where account_id = account.id), 0),
                    kept_messages = coalesce(
                        (select count(*) from kept where account_id = account.id), 0),
                    kept_octets = coalesce(
                        (select sum(b.octets) from kept k join blob b on b.id = k.blob_id
                         where k.account_id = account.id), 0)
                """);
    }
}
