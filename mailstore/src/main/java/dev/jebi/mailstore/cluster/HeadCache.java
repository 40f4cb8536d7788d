package dev.jebi.mailstore.cluster;

import dev.jebi.mailstore.journal.ContentLocation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Heads of messages that were read last, or are about to be read, by their position. Safe for use
/// by several threads.
final class HeadCache {
    /// Octets of heads that are kept.
    private static final long MOST = 16 << 20;

    /// What a head takes beside its octets, roughly.
    private static final int EACH = 100;

    /// Heads that one query reads.
    private static final int AHEAD = 256;

    private static final String ONE = "select body_at, octets from head where body_at = ?";
    private static final String MANY =
            "select body_at, octets from head where body_at in ("
                    + String.join(", ", Collections.nCopies(AHEAD, "?"))
                    + ")";

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Long, byte[]> heads = new LinkedHashMap<>(16, 0.75f, true);
    private long octets;

    Optional<byte[]> get(ContentLocation location) {
        lock.lock();
        try {
            return Optional.ofNullable(heads.get(location.position()))
                    .filter(head -> head.length == location.size());
        } finally {
            lock.unlock();
        }
    }

    void put(Map<Long, byte[]> more) {
        lock.lock();
        try {
            more.forEach(this::put);
            var oldest = heads.values().iterator();
            while (octets > MOST && oldest.hasNext()) {
                octets -= oldest.next().length + EACH;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(long position, byte[] head) {
        var before = heads.put(position, head);
        octets += head.length + EACH - (before == null ? 0 : before.length + EACH);
    }

    /// Reads heads, at most [#AHEAD].
    static Map<Long, byte[]> read(Connection connection, List<ContentLocation> locations)
            throws SQLException {
        boolean one = locations.size() == 1;
        try (var statement = connection.prepareStatement(one ? ONE : MANY)) {
            for (int i = 0; i < (one ? 1 : AHEAD); i++) {
                statement.setLong(
                        i + 1, locations.get(Math.min(i, locations.size() - 1)).position());
            }
            var found = new HashMap<Long, byte[]>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getLong(1), rows.getBytes(2));
                }
            }
            return found;
        }
    }
}
