package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What is read of one mailbox.
final class MailboxReading {
    private static final int FETCH = 1_000;

    private MailboxReading() {}

    static void messages(Connection connection, int mailbox, Consumer<MessageRow> each)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select m.k, m.modseq, m.flags, m.keywords, m.internal_date,
                               m.blob_id,
                               b.location, b.head_length, b.octets, m.saved_date
                        from message m join blob b on b.id = m.blob_id
                        where m.k between ? and ?
                        order by m.k
                        """)) {
            statement.setLong(1, Keys.first(mailbox));
            statement.setLong(2, Keys.last(mailbox));
            statement.setFetchSize(FETCH);
            var rows = statement.executeQuery();
            while (rows.next()) {
                each.accept(
                        new MessageRow(
                                Keys.uid(rows.getLong(1)),
                                rows.getLong(2),
                                rows.getInt(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                new Place(rows.getLong(7), rows.getInt(8), rows.getLong(9)),
                                saved(rows.getLong(10), rows.getLong(5))));
            }
        }
    }

    /// A save date as it stands in its column.
    static long saved(long column, long internalDate) {
        return column == 0 ? internalDate : column;
    }

    static List<Vanished> vanished(Connection connection, int mailbox, int atMost)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select modseq, uids from expunged
                        where mailbox_id = ?
                        order by modseq desc limit ?
                        """)) {
            statement.setInt(1, mailbox);
            statement.setInt(2, atMost);
            var rows = statement.executeQuery();
            var all = new ArrayList<Vanished>();
            while (rows.next()) {
                all.add(Vanished.decode(rows.getLong(1), rows.getBytes(2)));
            }
            return all;
        }
    }
}
