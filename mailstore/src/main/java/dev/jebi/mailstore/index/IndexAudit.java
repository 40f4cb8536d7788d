package dev.jebi.mailstore.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Looks for what does not fit in an index: counters that are not the count of their rows, sums
/// that are not the sum, references to nothing. Common SQL.
public final class IndexAudit {
    private static final int PAGE = 5_000;
    private static final int NAMED = 1_000;

    private IndexAudit() {}

    private interface Row {
        void of(ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, Row each) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                each.of(rows);
            }
        }
    }

    /// What does not fit, in words; nothing when all is well. At one moment.
    public static List<String> complaints(Index index) throws IOException {
        return index.atOneMoment(connection -> {
            var complaints = new ArrayList<String>();
            mailboxes(connection, complaints);
            accounts(connection, complaints);
            references(connection, complaints);
            return complaints;
        });
    }

    private static void mailboxes(Connection connection, List<String> complaints)
            throws SQLException {
        query(
                connection,
                """
                select b.id, b.name, b.messages, coalesce(s.n, 0), b.octets,
                       coalesce(s.octets, 0), b.uidnext, coalesce(s.last, 0)
                from mailbox b left join
                    (select m.k / 4294967296 as mailbox_id, count(*) as n, sum(o.octets) as octets,
                            max(m.k) as last
                     from message m left join blob o on o.id = m.blob_id
                     group by m.k / 4294967296) s on s.mailbox_id = b.id
                where b.messages <> coalesce(s.n, 0) or b.octets <> coalesce(s.octets, 0)
                    or b.uidnext <= coalesce(s.last, 0) - b.id * 4294967296
                """,
                row ->
                        add(
                                complaints,
                                "mailbox %d %s counts %d messages of %d octets, and has %d of %d"
                                        .formatted(
                                                row.getInt(1),
                                                row.getString(2),
                                                row.getLong(3),
                                                row.getLong(5),
                                                row.getLong(4),
                                                row.getLong(6))));
    }

    private static void accounts(Connection connection, List<String> complaints)
            throws SQLException {
        query(
                connection,
                """
                select a.id, a.localpart, a.used_messages, coalesce(s.n, 0), a.used_octets,
                       coalesce(s.octets, 0)
                from account a left join
                    (select account_id, sum(messages) as n, sum(octets) as octets
                     from mailbox group by account_id) s on s.account_id = a.id
                where a.used_messages <> coalesce(s.n, 0) or a.used_octets <> coalesce(s.octets, 0)
                """,
                row ->
                        add(
                                complaints,
                                "account %d %s uses %d messages of %d octets, and has %d of %d"
                                        .formatted(
                                                row.getInt(1),
                                                row.getString(2),
                                                row.getLong(3),
                                                row.getLong(5),
                                                row.getLong(4),
                                                row.getLong(6))));
    }

    private static void references(Connection connection, List<String> complaints)
            throws SQLException {
        query(
                connection,
                """
                select b.id, b.refs, coalesce(r.n, 0)
                from blob b left join
                    (select blob_id, count(*) as n from
                        (select blob_id from message union all select blob_id from kept
                         union all select id from queue) u
                     group by blob_id) r on r.blob_id = b.id
                where b.refs <> coalesce(r.n, 0)
                """,
                row ->
                        add(
                                complaints,
                                "octets %d count %d references, and have %d"
                                        .formatted(row.getLong(1), row.getInt(2), row.getLong(3))));
        query(
                connection,
                """
                select count(*) from message m
                where not exists (select 1 from blob b where b.id = m.blob_id)
                having count(*) > 0
                """,
                row -> add(complaints, row.getLong(1) + " messages refer to octets not known"));
    }

    private static void add(List<String> complaints, String complaint) {
        if (complaints.size() < NAMED) {
            complaints.add(complaint);
        }
    }

    /// What takes a message: its mailbox, UID and octets.
    public interface Message {
        /// One of them.
        void take(int mailbox, long uid, long blob);
    }

    /// Hands over messages whose octets are among those, a page at a time.
    public static void messages(IndexReader index, LongPredicate blobs, Message each)
            throws IOException {
        long after = Long.MIN_VALUE;
        List<long[]> page;
        do {
            page = page(index, after);
            for (long[] row : page) {
                after = row[0];
                if (blobs.test(row[1])) {
                    each.take(Keys.mailbox(row[0]), Keys.uid(row[0]), row[1]);
                }
            }
        } while (page.size() == PAGE);
    }

    private static List<long[]> page(IndexReader index, long after) throws IOException {
        return index.read(connection -> {
            try (var statement =
                    connection.prepareStatement(
                            "select k, blob_id from message where k > ? order by k limit "
                                    + PAGE)) {
                statement.setLong(1, after);
                try (var rows = statement.executeQuery()) {
                    var page = new ArrayList<long[]>();
                    while (rows.next()) {
                        page.add(new long[] {rows.getLong(1), rows.getLong(2)});
                    }
                    return page;
                }
            }
        });
    }
}
