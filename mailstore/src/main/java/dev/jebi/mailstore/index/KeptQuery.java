package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.KeptRow;
import dev.jebi.mailstore.change.Place;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A question for messages of an account that can be restored.
///
/// @param mailbox the name of one mailbox alone
/// @param since only what was expunged then or later, in milliseconds
/// @param after only greater ids
/// @param before only smaller ids
/// @param newestFirst whether ids descend
/// @param atMost so many
public record KeptQuery(
        int account,
        Optional<String> mailbox,
        long since,
        long after,
        long before,
        boolean newestFirst,
        int atMost) {
    /// The oldest of an account.
    public static KeptQuery oldest(int account, int atMost) {
        return new KeptQuery(account, Optional.empty(), 0, -1, Long.MAX_VALUE, false, atMost);
    }

    /// What [#kept] reads.
    static final String COLUMNS =
            """
            select k.id, k.uid, k.flags, k.internal_date, k.blob_id, k.mailbox,
                   k.keywords, k.kept_at, b.location, b.head_length, b.octets
            """;

    private static final String WHICH =
            """
            from kept k join blob b on b.id = k.blob_id
            where k.account_id = ? and k.id > ? and k.id < ? and k.kept_at >= ?
            """;

    /// The messages.
    public List<StoredKept> run(Connection connection) throws SQLException {
        String sql =
                COLUMNS
                        + which()
                        + (newestFirst ? " order by k.id desc" : " order by k.id")
                        + " limit ?";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setInt(bind(statement), atMost);
            var all = new ArrayList<StoredKept>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                all.add(kept(rows));
            }
            return all;
        }
    }

    /// The octets and the number of all that are meant, however many.
    public long[] sum(Connection connection) throws SQLException {
        String sql = "select coalesce(sum(b.octets), 0), count(*) " + which();
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement);
            var rows = statement.executeQuery();
            rows.next();
            return new long[] {rows.getLong(1), rows.getLong(2)};
        }
    }

    private String which() {
        return WHICH + (mailbox.isPresent() ? " and k.mailbox = ?" : "");
    }

    private int bind(PreparedStatement statement) throws SQLException {
        statement.setInt(1, account);
        statement.setLong(2, after);
        statement.setLong(3, before);
        statement.setLong(4, since);
        if (mailbox.isPresent()) {
            statement.setString(5, mailbox.get());
            return 6;
        }
        return 5;
    }

    static StoredKept kept(ResultSet row) throws SQLException {
        var kept =
                new KeptRow(
                        row.getLong(1),
                        row.getLong(2),
                        row.getInt(3),
                        0,
                        row.getLong(4),
                        row.getLong(5));
        return new StoredKept(
                kept,
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                new Place(row.getLong(9), row.getInt(10), row.getLong(11)));
    }
}
