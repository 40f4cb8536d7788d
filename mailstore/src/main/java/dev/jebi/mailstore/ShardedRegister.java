package dev.jebi.mailstore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// The register of a store of several databases: an account's values are where the account is, the
/// system's in the first. Safe for use by several threads.
final class ShardedRegister implements Register {
    private final Function<Integer, Register> shards;
    private final ToIntFunction<AccountId> shardOf;

    /// @param shardOf the number of an account's shard, of those that there are
    ShardedRegister(Function<Integer, Register> shards, ToIntFunction<AccountId> shardOf) {
        this.shards = shards;
        this.shardOf = shardOf;
    }

    private int of(Optional<AccountId> owner) {
        return owner.map(shardOf::applyAsInt).orElse(0);
    }

    @Override
    public Optional<byte[]> value(Name name) throws IOException {
        return shards.apply(of(name.owner())).value(name);
    }

    @Override
    public SortedMap<String, byte[]> values(
            Optional<AccountId> owner, String kind, String after, int atMost) throws IOException {
        return shards.apply(of(owner)).values(owner, kind, after, atMost);
    }

    /// What is in other databases is put behind the change.
    @Override
    public boolean change(Name name, Function<Optional<byte[]>, List<Put>> how) throws IOException {
        int home = of(name.owner());
        var others = new ArrayList<Put>();
        boolean done =
                shards.apply(home)
                        .change(
                                name,
                                value -> {
                                    others.clear();
                                    var here = new ArrayList<Put>();
                                    for (Put put : how.apply(value)) {
                                        boolean isHere = of(put.name().owner()) == home;
                                        (isHere ? here : others).add(put);
                                    }
                                    return here;
                                });
        return done && put(others);
    }

    @Override
    public boolean put(List<Put> puts) throws IOException {
        var parts = new TreeMap<Integer, List<Put>>();
        for (Put put : puts) {
            parts.computeIfAbsent(of(put.name().owner()), _ -> new ArrayList<>()).add(put);
        }
        boolean all = true;
        for (var part : parts.entrySet()) {
            all &= shards.apply(part.getKey()).put(part.getValue());
        }
        return all;
    }
}
