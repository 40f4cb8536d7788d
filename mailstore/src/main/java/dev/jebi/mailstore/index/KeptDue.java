package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.KeptRow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A question for messages of an account that are kept no longer, wherever they stand among the
/// others.
///
/// @param since those kept as long as the store keeps go when they were expunged before this
/// @param now those with days of their own go when they were expunged so many days before this
/// @param atMost so many
public record KeptDue(int account, long since, long now, int atMost) {
    /// The messages, by their ids.
    public List<StoredKept> run(Connection connection) throws SQLException {
        String sql =
                KeptQuery.COLUMNS
                        + """
                        from kept k join blob b on b.id = k.blob_id
                        where k.account_id = ? and (k.flags < ? and k.kept_at < ?
                            or k.flags >= ? and k.kept_at + cast(k.flags / ? as bigint) * ? < ?)
                        order by k.id limit ?
                        """;
        try (var statement = connection.prepareStatement(sql)) {
            statement.setInt(1, account);
            statement.setInt(2, KeptRow.leastWithDays());
            statement.setLong(3, since);
            statement.setInt(4, KeptRow.leastWithDays());
            statement.setInt(5, KeptRow.leastWithDays());
            statement.setLong(6, Duration.ofDays(1).toMillis());
            statement.setLong(7, now);
            statement.setInt(8, atMost);
            var all = new ArrayList<StoredKept>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                all.add(KeptQuery.kept(rows));
            }
            return all;
        }
    }
}
