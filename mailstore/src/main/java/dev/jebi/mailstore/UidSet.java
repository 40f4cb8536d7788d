package dev.jebi.mailstore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// An immutable set of UIDs, kept as ascending ranges that do not touch.
public final class UidSet {
    /// No UID.
    public static final UidSet EMPTY = new UidSet(new long[0]);

    /// Every UID there can be.
    public static final UidSet ALL = new UidSet(new long[] {1, 0xFFFF_FFFFL});

    /// first, last, first, last …
    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /// A range of UIDs, both ends included.
    public record Range(long first, long last) {
        /// Checks the order.
        public Range {
            if (first < 1 || last < first || last > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("not a range of UIDs: " + first + ":" + last);
            }
        }
    }

    /// The union of the ranges, in whatever order they come.
    public static UidSet ofRanges(List<Range> ranges) {
        var sorted = new ArrayList<>(ranges);
        sorted.sort((a, b) -> Long.compare(a.first, b.first));
        var bounds = new long[sorted.size() * 2];
        int n = 0;
        for (Range range : sorted) {
            if (n > 0 && range.first <= bounds[n - 1] + 1) {
                bounds[n - 1] = Math.max(bounds[n - 1], range.last);
            } else {
                bounds[n++] = range.first;
                bounds[n++] = range.last;
            }
        }
        return n == 0 ? EMPTY : new UidSet(Arrays.copyOf(bounds, n));
    }

    /// These UIDs, in whatever order they come.
    public static UidSet of(long... uids) {
        var sorted = uids.clone();
        Arrays.sort(sorted);
        var ranges = new ArrayList<Range>();
        for (int i = 0; i < sorted.length; ) {
            int from = i++;
            while (i < sorted.length && sorted[i] <= sorted[i - 1] + 1) {
                i++;
            }
            ranges.add(new Range(sorted[from], sorted[i - 1]));
        }
        return ofRanges(ranges);
    }

    /// One UID.
    public static UidSet of(Uid uid) {
        return new UidSet(new long[] {uid.value(), uid.value()});
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /// How many there are.
    public long count() {
        long n = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            n += bounds[i + 1] - bounds[i] + 1;
        }
        return n;
    }

    /// Whether the UID is in the set.
    public boolean contains(long uid) {
        int at = Arrays.binarySearch(bounds, uid);
        return at >= 0 || ((-at - 1) & 1) == 1;
    }

    /// The ranges, ascending.
    public List<Range> ranges() {
        var ranges = new ArrayList<Range>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new Range(bounds[i], bounds[i + 1]));
        }
        return ranges;
    }

    /// The UIDs that are in both.
    public UidSet and(UidSet other) {
        var both = new ArrayList<Range>();
        int i = 0;
        int j = 0;
        while (i < bounds.length && j < other.bounds.length) {
            long first = Math.max(bounds[i], other.bounds[j]);
            long last = Math.min(bounds[i + 1], other.bounds[j + 1]);
            if (first <= last) {
                both.add(new Range(first, last));
            }
            if (bounds[i + 1] < other.bounds[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return ofRanges(both);
    }

    /// The UIDs that are in this set and not in the other.
    public UidSet minus(UidSet other) {
        var others = new ArrayList<Range>();
        long next = 1;
        for (Range range : other.ranges()) {
            if (range.first > next) {
                others.add(new Range(next, range.first - 1));
            }
            next = range.last + 1;
        }
        if (next <= ALL.bounds[1]) {
            others.add(new Range(next, ALL.bounds[1]));
        }
        return and(ofRanges(others));
    }

    /// Each UID, ascending; only for sets that are known to be small or known to exist.
    public LongStream stream() {
        return ranges().stream().flatMapToLong(r -> LongStream.rangeClosed(r.first, r.last));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /// As IMAP writes it, e.g. `1:3,5`; empty text for the empty set.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(bounds[i]);
            if (bounds[i + 1] != bounds[i]) {
                text.append(':').append(bounds[i + 1]);
            }
        }
        return text.toString();
    }
}
