package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change.KeptCounted;
import dev.jebi.mailstore.change.Change.KeptDropped;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.KeptRow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Expunged messages that can be restored, in a batch: one that comes and goes within it is never
/// written. Each refers to its octets.
final class KeptRows {
    private final Connection connection;
    private final BlobRows blobs;
    private final TreeMap<Key, Fresh> fresh = new TreeMap<>();
    private final TreeSet<Key> gone = new TreeSet<>();
    private final Map<Integer, KeptCounted> counts = new TreeMap<>();

    private record Key(int account, long id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Integer.compare(account, other.account);
            return order != 0 ? order : Long.compare(id, other.id);
        }
    }

    private record Fresh(String mailbox, long at, String keywords, KeptRow row) {}

    KeptRows(Connection connection, BlobRows blobs) {
        this.connection = connection;
        this.blobs = blobs;
    }

    void kept(MessagesKept kept) {
        Map<Long, String> texts = new TreeMap<>(); // few combinations, many messages
        for (KeptRow row : kept.messages()) {
            String keywords =
                    texts.computeIfAbsent(row.keywords(), bits -> text(kept.words(), bits));
            fresh.put(
                    new Key(kept.account(), row.id()),
                    new Fresh(kept.mailbox(), kept.at(), keywords, row));
            blobs.refer(row.blob(), 1);
        }
    }

    /// Keywords are atoms, so that a space can stand between them.
    private static String text(java.util.List<String> words, long bits) {
        var text = new StringBuilder();
        for (int bit = 0; bit < words.size(); bit++) {
            if ((bits & 1L << bit) != 0) {
                text.append(text.isEmpty() ? "" : " ").append(words.get(bit));
            }
        }
        return text.toString();
    }

    void dropped(KeptDropped dropped) {
        for (int i = 0; i < dropped.ids().length; i++) {
            var key = new Key(dropped.account(), dropped.ids()[i]);
            blobs.refer(dropped.blobs()[i], -1);
            if (fresh.remove(key) == null) {
                gone.add(key);
            }
        }
    }

    void counted(KeptCounted now) {
        counts.put(now.account(), now);
    }

    /// With an account goes all that it could have restored.
    void removed(int account) throws SQLException {
        var first = new Key(account, 0);
        var end = new Key(account, Long.MAX_VALUE);
        var unwritten = fresh.subMap(first, true, end, true);
        unwritten.values().forEach(kept -> blobs.refer(kept.row().blob(), -1));
        unwritten.clear();
        var already = gone.subSet(first, true, end, true);
        try (var statement =
                connection.prepareStatement("select id, blob_id from kept where account_id = ?")) {
            statement.setInt(1, account);
            var rows = statement.executeQuery();
            while (rows.next()) {
                if (!already.contains(new Key(account, rows.getLong(1)))) {
                    blobs.refer(rows.getLong(2), -1);
                }
            }
        }
        already.clear();
        counts.remove(account);
        Sql.update(connection, "delete from kept where account_id = ?", account);
    }

    void write() throws SQLException {
        try (var sql = new Sql(connection, "delete from kept where account_id = ? and id = ?")) {
            for (Key key : gone) {
                sql.row(key.account(), key.id());
            }
            sql.finish();
        }
        try (var sql =
                new Sql(
                        connection,
                        """
                        insert into kept (account_id, id, mailbox, uid, flags, keywords,
                            internal_date, blob_id, kept_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            for (var entry : fresh.entrySet()) {
                var kept = entry.getValue();
                sql.row(
                        entry.getKey().account(),
                        entry.getKey().id(),
                        kept.mailbox(),
                        kept.row().uid(),
                        kept.row().flags(),
                        kept.keywords(),
                        kept.row().date(),
                        kept.row().blob(),
                        kept.at());
            }
            sql.finish();
        }
        try (var sql =
                new Sql(
                        connection,
                        "update account set kept_octets = ?, kept_messages = ? where id = ?")) {
            for (KeptCounted now : counts.values()) {
                sql.row(now.octets(), now.messages(), now.account());
            }
            sql.finish();
        }
    }
}
