package dev.jebi.mailstore;

import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A question that a search asks of messages.
///
/// @param cost what must be read to answer it
/// @param possible the positions in the scope of the search that can have a yes, where that is
///   known
record Criterion(Cost cost, Optional<BitSet> possible, Test test) {
    static final Comparator<Criterion> CHEAP_FIRST = Comparator.comparing(Criterion::cost);

    /// What must be read, the cheapest first.
    enum Cost {
        MEMORY,
        HEAD,
        HEADER,
        CONTENT
    }

    /// The question itself.
    interface Test {
        boolean holds(SearchedMessage message) throws IOException;
    }

    /// A question that nothing is known about before it is asked.
    Criterion(Cost cost, Test test) {
        this(cost, Optional.empty(), test);
    }

    /// A question that is only asked of these messages: of the others the answer is no.
    static Criterion among(Optional<BitSet> possible, Cost cost, Test test) {
        return possible.isEmpty()
                ? new Criterion(cost, test)
                : new Criterion(
                        cost,
                        possible,
                        message -> message.in(possible.get()) && test.holds(message));
    }

    static Criterion all(List<Criterion> criteria) {
        var parts = criteria.stream().sorted(CHEAP_FIRST).toList();
        var possible = Optional.<BitSet>empty();
        for (Criterion part : parts) {
            possible = both(possible, part.possible);
        }
        return new Criterion(
                parts.isEmpty() ? Cost.MEMORY : parts.getLast().cost,
                possible,
                message -> {
                    for (Criterion part : parts) {
                        if (!part.test.holds(message)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private static Optional<BitSet> both(Optional<BitSet> one, Optional<BitSet> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        var both = (BitSet) one.get().clone();
        both.and(other.get());
        return Optional.of(both);
    }

    Criterion or(Criterion other) {
        boolean thisFirst = CHEAP_FIRST.compare(this, other) <= 0;
        Test first = thisFirst ? test : other.test;
        Test second = thisFirst ? other.test : test;
        return new Criterion(
                thisFirst ? other.cost : cost,
                either(possible, other.possible),
                message -> first.holds(message) || second.holds(message));
    }

    private static Optional<BitSet> either(Optional<BitSet> one, Optional<BitSet> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        var either = (BitSet) one.get().clone();
        either.or(other.get());
        return Optional.of(either);
    }

    /// Of those that are possible only some have a yes: nothing is known of the contrary.
    Criterion not() {
        return new Criterion(cost, message -> !test.holds(message));
    }
}
