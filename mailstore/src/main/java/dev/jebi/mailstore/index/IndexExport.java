package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Change.IdsGiven;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.Change.UidsVanished;
import dev.jebi.mailstore.change.KeptRow;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The whole state of an index as changes, read in one transaction that sees one moment, a page at
/// a time: the heap it takes does not grow with the messages. Common SQL.
public final class IndexExport {
    private static final int PAGE = 1_000;

    private final Connection connection;
    private final StateSink sink;

    /// From a connection.
    public IndexExport(Connection connection, StateSink sink) {
        this.connection = connection;
        this.sink = sink;
    }

    /// Reads all of it; the connection must be in a transaction that sees one moment.
    public void run() throws SQLException, IOException {
        var small = IndexReading.state(connection); // in memory anyway while the store is open
        sink.begin(small.appliedLsn());
        var out = new Pages();
        out.add(new IdsGiven(small.lastId(), small.lastUidValidity()));
        for (Change change : small.changes()) {
            out.add(change);
        }
        out.end();
        blobs();
        messages();
        vanished();
        kept();
        new RegisterExport(connection, sink).run();
    }

    /// Changes that wait until there are enough of them.
    private final class Pages {
        private List<Change> waiting = new ArrayList<>();

        void add(Change change) throws IOException {
            waiting.add(change);
            if (waiting.size() >= PAGE) {
                end();
            }
        }

        void end() throws IOException {
            if (!waiting.isEmpty()) {
                sink.changes(waiting);
                waiting = new ArrayList<>();
            }
        }
    }

    private interface Row {
        /// @return where the page behind this row begins
        long of(ResultSet row) throws SQLException, IOException;
    }

    /// Pages through a table by a key.
    private void pages(String sql, Row each) throws SQLException, IOException {
        try (var statement = connection.prepareStatement(sql)) {
            long after = Long.MIN_VALUE;
            int found;
            do {
                found = 0;
                statement.setLong(1, after);
                statement.setInt(2, PAGE);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found++;
                        after = each.of(rows);
                    }
                }
            } while (found == PAGE);
        }
    }

    private void blobs() throws SQLException, IOException {
        var out = new Pages();
        pages(
                """
                select id, location, head_length, octets, refs from blob
                where id > ? order by id limit ?
                """,
                row -> {
                    var place = new Place(row.getLong(2), row.getInt(3), row.getLong(4));
                    out.add(new BlobCounted(row.getLong(1), place, row.getInt(5)));
                    return row.getLong(1);
                });
        out.end();
    }

    private void messages() throws SQLException, IOException {
        var page = new MessagePage();
        pages(
                """
                select m.k, m.modseq, m.flags, m.keywords, m.internal_date, m.blob_id,
                       coalesce(b.location, 0), coalesce(b.head_length, 0),
                       coalesce(b.octets, 0), m.saved_date
                from message m left join blob b on b.id = m.blob_id
                where m.k > ? order by m.k limit ?
                """,
                row -> {
                    page.add(
                            Keys.mailbox(row.getLong(1)),
                            new MessageRow(
                                    Keys.uid(row.getLong(1)),
                                    row.getLong(2),
                                    row.getInt(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    new Place(row.getLong(7), row.getInt(8), row.getLong(9)),
                                    MailboxReading.saved(row.getLong(10), row.getLong(5))));
                    return row.getLong(1);
                });
        page.end();
    }

    /// Messages of one mailbox, up to a page of them.
    private final class MessagePage {
        private int mailbox;
        private List<MessageRow> rows = new ArrayList<>();

        void add(int of, MessageRow row) throws IOException {
            if (of != mailbox || rows.size() >= PAGE) {
                end();
            }
            mailbox = of;
            rows.add(row);
        }

        void end() throws IOException {
            if (!rows.isEmpty()) {
                sink.changes(List.of(new MessagesAdded(mailbox, rows)));
                rows = new ArrayList<>();
            }
        }
    }

    private void vanished() throws SQLException, IOException {
        var out = new Pages();
        for (int of = next("expunged", "mailbox_id", 0); of > 0; ) {
            int mailbox = of;
            pages(
                    "select modseq, uids from expunged where mailbox_id = "
                            + mailbox
                            + " and modseq > ? order by modseq limit ?",
                    row -> {
                        var one = Vanished.decode(row.getLong(1), row.getBytes(2));
                        out.add(new UidsVanished(mailbox, one.modSeq(), one.bounds()));
                        return one.modSeq();
                    });
            of = next("expunged", "mailbox_id", mailbox);
        }
        out.end();
    }

    private void kept() throws SQLException, IOException {
        var out = new Pages();
        for (int of = next("kept", "account_id", 0); of > 0; ) {
            int account = of;
            pages(
                    """
                    select id, mailbox, kept_at, keywords, uid, flags, internal_date, blob_id
                    from kept where account_id = %d and id > ? order by id limit ?
                    """
                            .formatted(account),
                    row -> {
                        out.add(kept(account, row));
                        return row.getLong(1);
                    });
            of = next("kept", "account_id", account);
        }
        out.end();
    }

    private static MessagesKept kept(int account, ResultSet row) throws SQLException {
        String keywords = row.getString(4);
        List<String> words = keywords.isEmpty() ? List.of() : List.of(keywords.split(" "));
        long bits = (1L << words.size()) - 1; // fewer than 64: a mailbox has no more
        var message =
                new KeptRow(
                        row.getLong(1),
                        row.getLong(5),
                        row.getInt(6),
                        bits,
                        row.getLong(7),
                        row.getLong(8));
        return new MessagesKept(account, row.getString(2), row.getLong(3), words, List.of(message));
    }

    /// The next owner of rows in a table, 0 when there is none.
    private int next(String table, String owner, int after) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select min(%s) from %s where %1$s > ?".formatted(owner, table))) {
            statement.setInt(1, after);
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
