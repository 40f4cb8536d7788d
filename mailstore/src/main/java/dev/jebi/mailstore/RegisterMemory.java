package dev.jebi.mailstore;

import dev.jebi.mailstore.change.RegisterRow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// What of the register is in memory: values that the index has not applied yet, all of them, and a
/// bounded number of those that were asked for, which every change of theirs removes. Safe for use
/// by several threads.
final class RegisterMemory {
    /// Octets of what is remembered because it was asked for.
    private static final long MOST_OCTETS = 32L << 20;

    /// A listing that is longer is not remembered.
    private static final long LISTING_OCTETS = 256 << 10;

    /// What an entry takes beside its octets, roughly.
    private static final int OVERHEAD = 200;

    private static final int STRIPES = 1 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Key, Fresh> fresh = new TreeMap<>();
    private final ArrayDeque<Fresh> unapplied = new ArrayDeque<>();
    private final LinkedHashMap<Key, List<RegisterRow>> asked =
            new LinkedHashMap<>(16, 0.75f, true);
    private long askedOctets;

    /// How often values, or listings, have changed, by the hash of what they are called.
    private final long[] changed = new long[STRIPES];

    /// Which value; without a key: all those of a kind.
    private record Key(int owner, String kind, String key) implements Comparable<Key> {
        static Key of(RegisterRow row) {
            return new Key(row.owner(), row.kind(), row.key());
        }

        Key listing() {
            return new Key(owner, kind, "");
        }

        int stripe() {
            int hash = hashCode();
            return (hash ^ (hash >>> 16)) & (STRIPES - 1);
        }

        @Override
        public int compareTo(Key other) {
            int order = Integer.compare(owner, other.owner);
            order = order != 0 ? order : kind.compareTo(other.kind);
            return order != 0 ? order : key.compareTo(other.key);
        }
    }

    private record Fresh(long lsn, RegisterRow row) {}

    /// What memory knows of a name, or of a kind.
    ///
    /// @param known what was asked for before; empty when the index must be read
    /// @param fresh what the index may not have applied yet
    /// @param stamp for [#remember]
    record Look(Optional<List<RegisterRow>> known, List<RegisterRow> fresh, long stamp) {}

    /// What is known of a value: one row, or none, in either list.
    Look one(int owner, String kind, String key) {
        var name = new Key(owner, kind, key);
        lock.lock();
        try {
            var found = fresh.get(name);
            return new Look(
                    Optional.ofNullable(asked.get(name)),
                    found == null ? List.of() : List.of(found.row),
                    changed[name.stripe()]);
        } finally {
            lock.unlock();
        }
    }

    /// Changes when the value changes, and seldom otherwise.
    long stamp(int owner, String kind, String key) {
        var name = new Key(owner, kind, key);
        lock.lock();
        try {
            return changed[name.stripe()];
        } finally {
            lock.unlock();
        }
    }

    /// What is known of all values of a kind.
    Look all(int owner, String kind) {
        var name = new Key(owner, kind, "");
        lock.lock();
        try {
            var rows = new ArrayList<RegisterRow>();
            for (Fresh one : fresh.tailMap(name).values()) {
                if (one.row.owner() != owner || !one.row.kind().equals(kind)) {
                    break;
                }
                rows.add(one.row);
            }
            return new Look(Optional.ofNullable(asked.get(name)), rows, changed[name.stripe()]);
        } finally {
            lock.unlock();
        }
    }

    /// Remembers what was read, unless it has changed since the look, or the index had not applied
    /// all of it then.
    ///
    /// @param key empty for a listing, which must be whole
    void remember(int owner, String kind, String key, Look look, List<RegisterRow> rows) {
        var name = new Key(owner, kind, key);
        long octets = octets(rows);
        if (key.isEmpty() && octets > LISTING_OCTETS) {
            return;
        }
        lock.lock();
        try {
            if (changed[name.stripe()] != look.stamp || !look.fresh.isEmpty()) {
                return; // what was read may lack what was fresh, and that is forgotten when applied
            }
            var old = asked.put(name, List.copyOf(rows));
            askedOctets += octets - (old == null ? 0 : octets(old));
            Iterator<Map.Entry<Key, List<RegisterRow>>> eldest = asked.entrySet().iterator();
            while (askedOctets > MOST_OCTETS && eldest.hasNext()) {
                askedOctets -= octets(eldest.next().getValue());
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private static long octets(List<RegisterRow> rows) {
        long octets = OVERHEAD;
        for (RegisterRow row : rows) {
            octets += row.octets().length + OVERHEAD;
        }
        return octets;
    }

    /// Values were put; the index will have them.
    void publish(long lsn, List<RegisterRow> rows) {
        lock.lock();
        try {
            for (RegisterRow row : rows) {
                var name = Key.of(row);
                var one = new Fresh(lsn, row);
                fresh.put(name, one);
                unapplied.add(one);
                forget(name);
                forget(name.listing());
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(Key name) {
        changed[name.stripe()]++;
        var old = asked.remove(name);
        if (old != null) {
            askedOctets -= octets(old);
        }
    }

    /// The index has everything up to there.
    void applied(long lsn) {
        lock.lock();
        try {
            while (!unapplied.isEmpty() && unapplied.getFirst().lsn <= lsn) {
                var one = unapplied.removeFirst();
                var name = Key.of(one.row);
                var now = fresh.get(name);
                if (now != null && now.lsn <= lsn) {
                    fresh.remove(name);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The index has changed in ways that nobody told.
    void forgetAll() {
        lock.lock();
        try {
            fresh.clear();
            unapplied.clear();
            asked.clear();
            askedOctets = 0;
            for (int i = 0; i < STRIPES; i++) {
                changed[i]++;
            }
        } finally {
            lock.unlock();
        }
    }
}
