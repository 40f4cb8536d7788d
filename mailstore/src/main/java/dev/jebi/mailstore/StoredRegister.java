package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.RegisterExpired;
import dev.jebi.mailstore.change.Change.RegisterSet;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.RegisterRow;
import dev.jebi.mailstore.index.Follower;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.index.RegisterReading;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The register of one database: values are in the index, what it has not applied yet and what is
/// asked for often in memory. Safe for use by several threads.
final class StoredRegister implements Register {
    /// Values that one sweep removes.
    private static final int EXPIRED_AT_ONCE = 5_000;

    private static final byte[] NOTHING = {};

    private final Inventory inventory;
    private final RegisterMemory memory;
    private final Committer committer;
    private final IndexReader index;
    private final Follower follower;
    private final InstantSource clock;
    private volatile boolean ended;

    /// Changes of a process come one after the other: what is numbered shows when it is durable.
    private final ReentrantLock changing = new ReentrantLock();

    StoredRegister(
            Inventory inventory,
            Committer committer,
            IndexReader index,
            Follower follower,
            InstantSource clock) {
        this.inventory = inventory;
        this.memory = inventory.register();
        this.committer = committer;
        this.index = index;
        this.follower = follower;
        this.clock = clock;
    }

    private static int id(Optional<AccountId> owner) {
        return owner.map(AccountId::value).orElse(RegisterRow.SYSTEM);
    }

    /// The system is always there, an account until it is removed.
    private boolean isThere(Optional<AccountId> owner) {
        return owner.isEmpty() || inventory.account(owner.get()).isPresent();
    }

    private boolean holds(RegisterRow row) {
        return row.there() && row.expires() > clock.millis();
    }

    @Override
    public Optional<byte[]> value(Name name) throws IOException {
        return isThere(name.owner())
                ? row(name).filter(this::holds).map(row -> row.octets().clone())
                : Optional.empty();
    }

    private Optional<RegisterRow> row(Name name) throws IOException {
        int owner = id(name.owner());
        var look = memory.one(owner, name.kind(), name.key());
        if (!look.fresh().isEmpty()) {
            return Optional.of(look.fresh().getFirst());
        }
        if (look.known().isPresent()) {
            return look.known().get().stream().findFirst();
        }
        var found =
                index.read(connection ->
                        RegisterReading.one(connection, owner, name.kind(), name.key()));
        memory.remember(owner, name.kind(), name.key(), look, found.stream().toList());
        return found;
    }

    @Override
    public SortedMap<String, byte[]> values(
            Optional<AccountId> owner, String kind, String after, int atMost) throws IOException {
        var values = new TreeMap<String, byte[]>();
        if (!isThere(owner) || atMost <= 0) {
            return values;
        }
        String behind = after;
        boolean more = true;
        while (more && values.size() < atMost) {
            var page = page(id(owner), kind, behind, atMost);
            for (RegisterRow row : page.rows) {
                if (values.size() < atMost && holds(row)) {
                    values.put(row.key(), row.octets().clone());
                }
            }
            more = page.last.isPresent();
            behind = page.last.orElse(behind);
        }
        return values;
    }

    /// Some values in order, removed and expired ones too.
    ///
    /// @param last behind which there may be more
    private record Page(List<RegisterRow> rows, Optional<String> last) {}

    private Page page(int owner, String kind, String after, int atMost) throws IOException {
        var look = memory.all(owner, kind);
        List<RegisterRow> stored;
        boolean more = false;
        if (look.known().isPresent()) {
            stored = look.known().get();
        } else {
            stored =
                    index.read(connection ->
                            RegisterReading.behind(connection, owner, kind, after, atMost));
            more = stored.size() >= atMost;
            if (after.isEmpty() && !more) {
                memory.remember(owner, kind, "", look, stored);
            }
        }
        var rows = new TreeMap<String, RegisterRow>();
        stored.forEach(row -> rows.put(row.key(), row));
        look.fresh().forEach(row -> rows.put(row.key(), row));
        // what is fresh and lies behind this page comes with a later one
        var last = more ? Optional.of(stored.getLast().key()) : Optional.<String>empty();
        var within = more ? rows.headMap(stored.getLast().key(), true) : rows;
        return new Page(List.copyOf(within.tailMap(after, false).values()), last);
    }

    @Override
    public boolean put(List<Put> puts) throws IOException {
        return put(puts, () -> true);
    }

    @Override
    public boolean change(Name name, Function<Optional<byte[]>, List<Put>> how) throws IOException {
        int owner = id(name.owner());
        changing.lock();
        try {
            while (true) {
                long stamp = memory.stamp(owner, name.kind(), name.key());
                BooleanSupplier same = () -> memory.stamp(owner, name.kind(), name.key()) == stamp;
                if (put(how.apply(value(name)), same)) {
                    return true;
                }
                if (same.getAsBoolean()) {
                    return false; // then it was an owner
                }
            }
        } finally {
            changing.unlock();
        }
    }

    /// @param may whether it may still be, asked on the committer thread
    private boolean put(List<Put> puts, BooleanSupplier may) throws IOException {
        if (puts.isEmpty()) {
            return true;
        }
        var rows = new ArrayList<RegisterRow>();
        long octets = 0;
        long chars = 0;
        for (Put put : puts) {
            var row = row(put);
            rows.add(row);
            octets += row.octets().length;
            chars += row.kind().length() + row.key().length();
        }
        if (octets > MAX_TOGETHER) {
            throw new IllegalArgumentException(
                    "values that are put together have at most " + MAX_TOGETHER + " octets");
        }
        var changes = List.<Change>of(new RegisterSet(rows));
        return committer.commit(
                Math.toIntExact(ChangeCodec.bound(1 + rows.size(), chars) + octets),
                _ ->
                        may.getAsBoolean() && puts.stream().allMatch(this::mayBe)
                                ? changes
                                : List.of());
    }

    /// Whether its owner is there; on the committer thread.
    private boolean mayBe(Put put) {
        return put.name()
                .owner()
                .map(owner -> inventory.account(owner).filter(a -> !a.removedAhead).isPresent())
                .orElse(true);
    }

    private static RegisterRow row(Put put) {
        return new RegisterRow(
                id(put.name().owner()),
                put.name().kind(),
                put.name().key(),
                put.value().isPresent(),
                put.expires().map(Instant::toEpochMilli).orElse(RegisterRow.NEVER),
                put.value().map(byte[]::clone).orElse(NOTHING));
    }

    /// Removes values that have expired.
    ///
    /// @return how many, at least
    int expire() throws IOException {
        int removed = 0;
        while (!ended) {
            long now = clock.millis();
            var due =
                    index.read(connection -> RegisterReading.due(connection, now, EXPIRED_AT_ONCE));
            if (due.isEmpty()) {
                break;
            }
            // not more at once than one transaction bears
            long until = due.size() < EXPIRED_AT_ONCE ? now : due.getLast();
            var at = new long[1];
            boolean done =
                    committer.commit(
                            ChangeCodec.bound(1, 0),
                            lsn -> {
                                at[0] = lsn;
                                return List.of(new RegisterExpired(until));
                            });
            if (!done || !follower.awaitApplied(at[0])) {
                break;
            }
            removed += due.size();
        }
        return removed;
    }

    /// Lets [#expire] end soon.
    void end() {
        ended = true;
    }
}
