package dev.jebi.mailstore;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The different sets of keywords that the messages of a mailbox have, each with a small number:
/// there are few. Sets are not forgotten. For one thread at a time.
final class KeywordSets {
    /// More sets than these have no number.
    static final int MOST = 1_024;

    /// Of a set that has none.
    static final int NONE = -1;

    private final Map<Long, Integer> numbers = new HashMap<>(Map.of(0L, 0));
    private long[] sets = new long[1];

    long set(int number) {
        return sets[number];
    }

    /// The number of a set, which is given one where there is one left.
    int number(long set) {
        if (set == 0) {
            return 0;
        }
        Integer known = numbers.get(set);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == MOST) {
            return NONE;
        }
        if (number == sets.length) {
            sets = Arrays.copyOf(sets, 2 * number);
        }
        sets[number] = set;
        numbers.put(set, number);
        return number;
    }
}
