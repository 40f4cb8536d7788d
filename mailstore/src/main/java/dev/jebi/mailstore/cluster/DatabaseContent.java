package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;
import dev.jebi.mailstore.content.Checksum;
import dev.jebi.mailstore.content.ContentCache.Key;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// Octets in the database itself, in parts; each body is an object of its own. Safe for use by
/// several threads.
final class DatabaseContent implements ContentStore {
    /// Octets of a part.
    static final int PART = 256 << 10;

    private static final int STEP = 1_000;

    private final Database database;
    private final long node;
    private final AtomicLong last = new AtomicLong();

    /// @param node the incarnation, which no other node has or had
    DatabaseContent(Database database, long node) {
        this.database = database;
        this.node = node;
    }

    /// A name that ends with the size and the CRC of its octets.
    private ObjectRange range(Content body) throws IOException {
        String name =
                prefix(node)
                        + Long.toString(last.incrementAndGet(), Character.MAX_RADIX)
                        + Key.suffix(body.size(), Checksum.of(body));
        return new ObjectRange(name, 0, body.size());
    }

    private static String prefix(long node) {
        return Long.toString(node, Character.MAX_RADIX) + "-";
    }

    private record Inserting(List<Content> bodies, List<ObjectRange> ranges) implements Staged {
        @Override
        public void join(Connection transaction) throws SQLException {
            if (bodies.isEmpty()) {
                return;
            }
            try (var insert = insert(transaction)) {
                for (int i = 0; i < bodies.size(); i++) {
                    add(insert, ranges.get(i).object(), bodies.get(i));
                }
                insert.executeBatch();
            } catch (IOException e) {
                throw new SQLException("octets that are to be stored cannot be read", e);
            }
        }
    }

    private static PreparedStatement insert(Connection connection) throws SQLException {
        return connection.prepareStatement(
                "insert into content_part (object_name, number, octets) values (?, ?, ?)");
    }

    private static void add(PreparedStatement insert, String name, Content body)
            throws SQLException, IOException {
        int number = 0;
        for (long at = 0; at < body.size(); at += PART) {
            insert.setString(1, name);
            insert.setInt(2, number++);
            insert.setBytes(3, body.octets(at, PART));
            insert.addBatch();
        }
    }

    @Override
    public Staged stage(List<Content> bodies) throws IOException {
        var ranges = new ArrayList<ObjectRange>(bodies.size());
        for (Content body : bodies) {
            ranges.add(range(body));
        }
        return new Inserting(List.copyOf(bodies), ranges);
    }

    @Override
    public ObjectRange put(Content body) throws IOException {
        var range = range(body);
        database.transact(connection -> {
            try (var insert = insert(connection)) {
                int number = 0;
                for (long at = 0; at < body.size(); at += PART) {
                    insert.setString(1, range.object());
                    insert.setInt(2, number++);
                    insert.setBytes(3, body.octets(at, PART));
                    insert.executeUpdate();
                }
                return true;
            } catch (IOException e) {
                throw new SQLException("octets that are to be stored cannot be read", e);
            }
        });
        return range;
    }

    @Override
    public Content read(ObjectRange range) throws IOException {
        return new PartedContent(this, range);
    }

    /// A whole part.
    byte[] part(String object, int number) throws IOException {
        var found =
                database.run(connection -> {
                    try (var statement =
                            connection.prepareStatement(
                                    """
                                    select octets from content_part
                                    where object_name = ? and number = ?
                                    """)) {
                        statement.setString(1, object);
                        statement.setInt(2, number);
                        try (var rows = statement.executeQuery()) {
                            return rows.next() ? List.of(rows.getBytes(1)) : List.<byte[]>of();
                        }
                    }
                });
        if (found.isEmpty()) {
            throw new java.nio.file.NoSuchFileException(object);
        }
        return found.getFirst();
    }

    /// Octets of an object, one part of them in heap.
    private static final class PartedContent implements Content {
        private final DatabaseContent store;
        private final ObjectRange range;
        private volatile Part last = new Part(-1, new byte[0]);

        private record Part(int number, byte[] octets) {}

        PartedContent(DatabaseContent store, ObjectRange range) {
            this.store = store;
            this.range = range;
        }

        @Override
        public long size() {
            return range.size();
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            int read = 0;
            while (into.hasRemaining() && offset + read < range.size()) {
                long at = range.offset() + offset + read;
                var part = part((int) (at / PART));
                int from = (int) (at % PART);
                if (from >= part.length) {
                    throw new EOFException("an object of the store is too short");
                }
                int n =
                        (int)
                                Math.min(
                                        Math.min(into.remaining(), part.length - from),
                                        range.size() - offset - read);
                into.put(part, from, n);
                read += n;
            }
            return read;
        }

        private byte[] part(int number) throws IOException {
            var here = last;
            if (here.number != number) {
                here = new Part(number, store.part(range.object(), number));
                last = here;
            }
            return here.octets;
        }
    }

    @Override
    public void delete(Collection<String> objects) throws IOException {
        if (objects.isEmpty()) {
            return;
        }
        database.transact(connection -> {
            try (var delete =
                    connection.prepareStatement("delete from content_part where object_name = ?")) {
                for (String object : objects) {
                    delete.setString(1, object);
                    delete.addBatch();
                }
                return delete.executeBatch();
            }
        });
    }

    /// Objects of nodes that are there may be on their way; nobody finishes those of nodes that
    /// have ended.
    @Override
    public int sweep(UnaryOperator<Set<String>> known) throws IOException {
        int deleted = 0;
        String after = "";
        while (true) {
            var names = names(after);
            if (names.isEmpty()) {
                return deleted;
            }
            after = names.getLast();
            var live = Set.copyOf(prefixes());
            var unknown = new HashSet<>(names);
            unknown.removeIf(name -> live.contains(name.substring(0, name.indexOf('-') + 1)));
            unknown.removeAll(known.apply(Set.copyOf(unknown)));
            delete(unknown);
            deleted += unknown.size();
        }
    }

    private List<String> names(String after) throws IOException {
        return database.run(connection -> {
            try (var statement =
                    connection.prepareStatement(
                            """
                            select object_name from content_part
                            where object_name > ? and number = 0 order by object_name limit ?
                            """)) {
                statement.setString(1, after);
                statement.setInt(2, STEP);
                var names = new ArrayList<String>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                }
                return names;
            }
        });
    }

    private List<String> prefixes() throws IOException {
        return database.run(connection -> {
            try (var statement = connection.prepareStatement("select incarnation from node");
                    var rows = statement.executeQuery()) {
                var prefixes = new ArrayList<String>();
                while (rows.next()) {
                    prefixes.add(prefix(rows.getLong(1)));
                }
                return prefixes;
            }
        });
    }

    @Override
    public void close() {
        // the database is closed by its owner
    }
}
