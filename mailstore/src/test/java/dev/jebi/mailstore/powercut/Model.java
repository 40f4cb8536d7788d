package dev.jebi.mailstore.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Mailbox;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the store has promised, and when: each act with the moment when it began and when it was
/// acknowledged, each fact with the acts that changed it, and all that was shown. Safe for use by
/// several threads while acts are told; then for several that only check.
final class Model implements Serializable {
    private static final long serialVersionUID = 1;

    private final Map<Fact.Key, ArrayList<Version>> facts = new HashMap<>();
    private final ArrayList<Look> looks = new ArrayList<>();
    private final ArrayList<Shown> shown = new ArrayList<>();

    /// Something that changes the store, whole or not at all.
    ///
    /// @param begun the moment before it
    /// @param acknowledged the moment after it
    record Act(String what, int begun, int acknowledged) implements Serializable {
        boolean certain(int cut) {
            return acknowledged <= cut;
        }

        boolean possible(int cut) {
            return begun <= cut;
        }
    }

    /// What an act made of a fact; empty for one that is over.
    private record Version(Act act, Optional<Fact.Value> value) implements Serializable {
        // Optional is not serializable: written as a value or null
        private Object writeReplace() {
            return new Written(act, value.orElse(null));
        }

        private record Written(Act act, Fact.@org.jspecify.annotations.Nullable Value value)
                implements Serializable {
            private Object readResolve() {
                return new Version(act, Optional.ofNullable(value));
            }
        }
    }

    /// What a client knew of a mailbox.
    ///
    /// @param flags of each UID
    record Look(int at, int mailbox, long modSeq, TreeMap<Long, String> flags)
            implements Serializable {}

    /// Numbers that were shown.
    record Shown(int at, int mailbox, long uidNext, long modSeq) implements Serializable {}

    /// An act was acknowledged.
    synchronized void done(Act act, Map<Fact.Key, Optional<Fact.Value>> made) {
        made.forEach((key, value) ->
                facts.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Version(act, value)));
    }

    synchronized boolean knows(Fact.Key key) {
        return facts.containsKey(key);
    }

    synchronized void looked(Look look) {
        looks.add(look);
    }

    synchronized void shown(Shown numbers) {
        shown.add(numbers);
    }

    /// The keys that somebody had been told of at a moment.
    Set<Fact.Key> known(int cut) {
        var known = new HashSet<Fact.Key>();
        facts.forEach((key, versions) -> {
            if (versions.getFirst().act().certain(cut)) {
                known.add(key);
            }
        });
        return known;
    }

    Collection<Shown> shownBefore(int cut) {
        return shown.stream().filter(numbers -> numbers.at() <= cut).toList();
    }

    /// Whether what a store holds can be what there was at a moment.
    void check(int cut, Map<Fact.Key, Fact.Value> found) {
        var happened = new HashMap<Act, String>();
        var missed = new HashMap<Act, String>();
        var wrong = new ArrayList<String>();
        var keys = new HashSet<>(found.keySet());
        keys.addAll(facts.keySet());
        for (Fact.Key key : keys) {
            var versions = facts.getOrDefault(key, new ArrayList<>());
            var fitting = fitting(versions, cut, Optional.ofNullable(found.get(key)));
            if (fitting.isEmpty()) {
                wrong.add(tell(key, versions, cut, found.get(key)));
            } else if (fitting.size() == 1) {
                int last = fitting.getFirst();
                for (int i = 0; i < versions.size(); i++) {
                    var act = versions.get(i).act();
                    (i <= last ? happened : missed).putIfAbsent(act, key + " at version " + last);
                }
            }
        }
        happened.forEach((act, why) -> {
            if (missed.containsKey(act)) {
                wrong.add("in part: " + act + ": " + why + ", " + missed.get(act));
            }
        });
        assertThat(wrong.stream().limit(20)).as("%d wrong at %d", wrong.size(), cut).isEmpty();
    }

    /// The versions of a fact that it can be at a moment and that it is; -1 for before the first.
    private static List<Integer> fitting(
            List<Version> versions, int cut, Optional<Fact.Value> found) {
        int certain = -1;
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).act().certain(cut)) {
                certain = i;
            }
        }
        var fitting = new ArrayList<Integer>();
        for (int i = certain; i < versions.size(); i++) {
            if (i >= 0 && i > certain && !versions.get(i).act().possible(cut)) {
                break;
            }
            var value = i < 0 ? Optional.<Fact.Value>empty() : versions.get(i).value();
            if (value.equals(found)) {
                fitting.add(i);
            }
        }
        return fitting;
    }

    private static String tell(
            Fact.Key key,
            List<Version> versions,
            int cut,
            Fact.@org.jspecify.annotations.Nullable Value found) {
        var text = new StringBuilder(key + " is " + found + ", but was");
        for (Version version : versions) {
            var act = version.act();
            text.append("\n      ").append(version.value()).append(" by ").append(act);
            text.append(
                    act.certain(cut) ? " certainly" : act.possible(cut) ? " perhaps" : " never");
        }
        return text.toString();
    }

    /// Whether a client that comes back to a mailbox with what it knew at a moment before the cut
    /// learns what has changed, and no more numbers have gone backwards.
    void checkLook(Look look, Mailbox mailbox) throws IOException {
        var changes = mailbox.changesSince(new dev.jebi.mailstore.ModSeq(look.modSeq()));
        var known = new TreeMap<>(look.flags());
        changes.changed().forEach(info -> known.put(info.uid().value(), info.flags().toString()));
        known.keySet().removeIf(changes.vanished()::contains);
        var real = new TreeMap<Long, String>();
        for (long uid : mailbox.uids()) {
            var info = mailbox.message(new dev.jebi.mailstore.Uid(uid)).orElseThrow();
            real.put(uid, info.flags().toString());
        }
        assertThat(known).as("what a client makes of it that knew %s", look).isEqualTo(real);
    }

    Collection<Look> looksBefore(int cut) {
        return looks.stream().filter(look -> look.at() <= cut).toList();
    }
}
