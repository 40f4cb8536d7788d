package dev.jebi.mailstore;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Numbers of one kind that lie close together: four octets each, as distances from the least;
/// eight where they are farther apart than four octets reach. For one thread at a time.
final class Column {
    private static final long REACH = 0xFFFF_FFFFL;

    private long base;
    private int[] narrow;
    private long @Nullable [] wide;

    Column(int capacity) {
        narrow = new int[capacity];
    }

    long get(int at) {
        long[] all = wide;
        return all != null ? all[at] : base + (narrow[at] & REACH);
    }

    /// Puts a number at a place.
    ///
    /// @param count how many places hold a number already, from the first one on
    void set(int at, long value, int count) {
        if (wide == null && !reaches(value)) {
            rebase(value, count);
        }
        long[] all = wide;
        if (all != null) {
            all[at] = value;
        } else {
            narrow[at] = (int) (value - base);
        }
    }

    private boolean reaches(long value) {
        long distance = value - base;
        return distance >= 0 && distance <= REACH;
    }

    private void rebase(long value, int count) {
        long least = value;
        long most = value;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, get(i));
            most = Math.max(most, get(i));
        }
        // compared without a sign: the distance of two longs may need all bits
        if (Long.compareUnsigned(most - least, REACH) > 0) {
            widen(count);
            return;
        }
        for (int i = 0; i < count; i++) {
            narrow[i] = (int) (get(i) - least);
        }
        base = least;
    }

    private void widen(int count) {
        var all = new long[narrow.length];
        for (int i = 0; i < count; i++) {
            all[i] = get(i);
        }
        wide = all;
        narrow = new int[0];
    }

    void grow(int capacity) {
        if (wide != null) {
            wide = Arrays.copyOf(wide, capacity);
        } else {
            narrow = Arrays.copyOf(narrow, capacity);
        }
    }
}
