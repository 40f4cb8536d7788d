package dev.jebi.imapserver;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/// Sequence numbers of a view, as ascending ranges that do not overlap. Immutable.
final class Numbers {
    static final Numbers NONE = new Numbers(new int[0]);

    /// low, high, low, high …
    private final int[] bounds;

    private Numbers(int[] bounds) {
        this.bounds = bounds;
    }

    /// The union of ranges in whatever order; a range with its ends swapped is empty.
    static Numbers of(int[] lows, int[] highs) {
        var order =
                IntStream.range(0, lows.length)
                        .filter(i -> lows[i] <= highs[i])
                        .boxed()
                        .sorted((a, b) -> Integer.compare(lows[a], lows[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        var bounds = new int[order.length * 2];
        int n = 0;
        for (int i : order) {
            if (n > 0 && lows[i] <= bounds[n - 1] + 1) {
                bounds[n - 1] = Math.max(bounds[n - 1], highs[i]);
            } else {
                bounds[n++] = lows[i];
                bounds[n++] = highs[i];
            }
        }
        return new Numbers(Arrays.copyOf(bounds, n));
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    int count() {
        int count = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            count += bounds[i + 1] - bounds[i] + 1;
        }
        return count;
    }

    int ranges() {
        return bounds.length / 2;
    }

    int low(int range) {
        return bounds[range * 2];
    }

    int high(int range) {
        return bounds[range * 2 + 1];
    }

    /// The last ones of them.
    Numbers last(int most) {
        int from = bounds.length;
        int room = most;
        while (from > 0 && room > 0) {
            from -= 2;
            room -= bounds[from + 1] - bounds[from] + 1;
        }
        var last = Arrays.copyOfRange(bounds, from, bounds.length);
        if (room < 0) {
            last[0] -= room;
        }
        return new Numbers(last);
    }

    /// Those from an index on and before another.
    Numbers part(int from, int end) {
        var lows = new int[ranges()];
        var highs = new int[lows.length];
        int before = 0;
        for (int i = 0; i < lows.length; i++) {
            lows[i] = low(i) + Math.max(0, from - before);
            highs[i] = Math.min(high(i), low(i) + end - before - 1);
            before += high(i) - low(i) + 1;
        }
        return of(lows, highs);
    }

    /// Each number, ascending.
    PrimitiveIterator.OfInt iterator() {
        return IntStream.range(0, ranges())
                .flatMap(i -> IntStream.rangeClosed(low(i), high(i)))
                .iterator();
    }
}
