package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountPlaced;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.AccountUsed;
import dev.jebi.mailstore.change.Change.AccountWarned;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.KeptCounted;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.change.QueuedMail;
import dev.jebi.mailstore.change.QueuedMail.Recipient;
import dev.jebi.mailstore.change.Secret;
import dev.jebi.mailstore.change.WishCodec;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is read from the index when it is opened.
final class IndexReading {
    private IndexReading() {}

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

    /// Makes an empty index the store's, and refuses that of another.
    static void claim(Connection connection, String store) throws SQLException {
        var found = new ArrayList<String>();
        query(connection, "select store_uuid from store_state", row -> found.add(row.getString(1)));
        if (found.equals(List.of("-"))) {
            try (var statement =
                    connection.prepareStatement("update store_state set store_uuid = ?")) {
                statement.setString(1, store);
                statement.executeUpdate();
            }
        } else if (!found.equals(List.of(store))) {
            throw new IllegalStateException("it belongs to another store");
        }
        connection.commit();
        if (appliedLsn(connection) == IndexLoad.UNFINISHED) {
            throw new IllegalStateException("filling it was not finished");
        }
    }

    /// Reads every row once, and compares what mailboxes say they have with what they have.
    static void check(Connection connection) throws SQLException {
        var counted = new HashMap<Integer, long[]>();
        query(
                connection,
                """
                select m.k / 4294967296, count(*), sum(b.octets), max(m.k)
                from message m join blob b on b.id = m.blob_id
                group by m.k / 4294967296
                """,
                row ->
                        counted.put(
                                row.getInt(1),
                                new long[] {
                                    row.getLong(2), row.getLong(3), Keys.uid(row.getLong(4))
                                }));
        query(
                connection,
                "select id, messages, octets, uidnext from mailbox",
                row -> {
                    long[] real = counted.remove(row.getInt(1));
                    boolean same =
                            real == null
                                    ? row.getLong(2) == 0
                                    : real[0] == row.getLong(2)
                                            && real[1] == row.getLong(3)
                                            && real[2] < row.getLong(4);
                    if (!same) {
                        throw new IllegalStateException("wrong counts of mailbox " + row.getInt(1));
                    }
                });
        if (!counted.isEmpty()) {
            throw new IllegalStateException("messages without a mailbox");
        }
        checkKept(connection);
    }

    private static void checkKept(Connection connection) throws SQLException {
        query(
                connection,
                """
                select a.id from account a left join
                    (select k.account_id, count(*) as n, sum(b.octets) as octets
                     from kept k join blob b on b.id = k.blob_id group by k.account_id) s
                    on s.account_id = a.id
                where a.kept_messages <> coalesce(s.n, 0)
                    or a.kept_octets <> coalesce(s.octets, 0)
                """,
                row -> {
                    throw new IllegalStateException(
                            "wrong counts of what account " + row.getInt(1) + " has kept");
                });
    }

    static long appliedLsn(Connection connection) throws SQLException {
        var found = new long[1];
        query(connection, "select applied_lsn from store_state", row -> found[0] = row.getLong(1));
        return found[0];
    }

    static IndexState state(Connection connection) throws SQLException {
        var changes = new ArrayList<Change>();
        query(
                connection,
                "select id, name from domain order by id",
                row -> changes.add(new DomainAdded(row.getInt(1), row.getString(2))));
        accounts(connection, changes);
        mailboxes(connection, changes);
        queue(connection, changes);
        var state = new ArrayList<IndexState>();
        query(
                connection,
                "select applied_lsn, last_id, last_uidvalidity, store_uuid from store_state",
                row ->
                        state.add(
                                new IndexState(
                                        row.getLong(1),
                                        row.getInt(2),
                                        row.getLong(3),
                                        row.getString(4),
                                        changes)));
        return state.getFirst();
    }

    private static void accounts(Connection connection, List<Change> changes) throws SQLException {
        query(
                connection,
                """
                select id, domain_id, localpart, active, password, scram_salt, scram_iterations,
                       scram_stored_key, scram_server_key, quota_octets, quota_messages,
                       used_octets, used_messages, kept_octets, kept_messages, warned
                from account order by id
                """,
                row -> {
                    var secret =
                            new Secret(
                                    row.getString(5),
                                    row.getBytes(6),
                                    row.getInt(7),
                                    row.getBytes(8),
                                    row.getBytes(9));
                    changes.add(
                            new AccountSet(
                                    row.getInt(1),
                                    row.getInt(2),
                                    row.getString(3),
                                    row.getBoolean(4),
                                    secret,
                                    row.getLong(10),
                                    row.getLong(11)));
                    changes.add(new AccountUsed(row.getInt(1), row.getLong(12), row.getLong(13)));
                    changes.add(new KeptCounted(row.getInt(1), row.getLong(14), row.getLong(15)));
                    changes.add(new AccountWarned(row.getInt(1), row.getInt(16)));
                });
        query(
                connection,
                "select address, shard from placement",
                row -> changes.add(new AccountPlaced(row.getString(1), row.getInt(2))));
    }

    private static void mailboxes(Connection connection, List<Change> changes) throws SQLException {
        query(
                connection,
                """
                select id, account_id, name, uidvalidity, special_use, uidnext,
                       highestmodseq, messages, unseen, deleted, octets
                from mailbox order by id
                """,
                row -> {
                    changes.add(
                            new MailboxCreated(
                                    row.getInt(1),
                                    row.getInt(2),
                                    row.getString(3),
                                    row.getLong(4),
                                    row.getInt(5),
                                    false));
                    changes.add(
                            new MailboxCounted(
                                    row.getInt(1),
                                    new Counters(
                                            row.getLong(6),
                                            row.getLong(7),
                                            row.getLong(8),
                                            row.getLong(9),
                                            row.getLong(10),
                                            row.getLong(11))));
                });
        query(
                connection,
                "select mailbox_id, bit, word from keyword order by mailbox_id, bit",
                row ->
                        changes.add(
                                new KeywordsAdded(
                                        row.getInt(1), row.getInt(2), List.of(row.getString(3)))));
        query(
                connection,
                "select account_id, name from subscription order by account_id, name",
                row -> changes.add(new Subscribed(row.getInt(1), row.getString(2), true)));
    }

    private static void queue(Connection connection, List<Change> changes) throws SQLException {
        Map<Long, List<Recipient>> recipients = new HashMap<>();
        query(
                connection,
                """
                select queue_id, number, localpart, domain, attempts, next_attempt, held,
                       delay_reported, last_reply, wishes
                from queue_recipient order by queue_id, number
                """,
                row ->
                        recipients
                                .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                                .add(
                                        new Recipient(
                                                row.getInt(2),
                                                row.getString(3),
                                                row.getString(4),
                                                row.getInt(5),
                                                row.getLong(6),
                                                row.getBoolean(7),
                                                row.getBoolean(8),
                                                row.getString(9),
                                                WishCodec.recipient(octets(row, 10)))));
        query(
                connection,
                """
                select q.id, b.location, b.head_length, b.octets, q.skip, q.sender_localpart,
                       q.sender_domain, q.queued, q.eight_bit, q.international,
                       q.wishes
                from queue q join blob b on b.id = q.id order by q.id
                """,
                row ->
                        changes.add(
                                new MailQueued(
                                        new QueuedMail(
                                                row.getLong(1),
                                                new Place(
                                                        row.getLong(2),
                                                        row.getInt(3),
                                                        row.getLong(4)),
                                                row.getInt(5),
                                                row.getString(6),
                                                row.getString(7),
                                                row.getLong(8),
                                                row.getBoolean(9),
                                                row.getBoolean(10),
                                                WishCodec.along(octets(row, 11)),
                                                recipients.getOrDefault(
                                                        row.getLong(1), List.of())))));
        query(
                connection,
                """
                select queue_id, number, lease from queue_recipient
                where lease <> 0 order by queue_id, number
                """,
                row ->
                        changes.add(
                                new RecipientsLeased(
                                        row.getLong(1), List.of(row.getInt(2)), row.getLong(3))));
    }

    /// Octets that rows of before the column was there do not have.
    private static byte[] octets(ResultSet row, int column) throws SQLException {
        byte[] octets = row.getBytes(column);
        return octets == null ? new byte[0] : octets;
    }
}
