package dev.jebi.mailstore;

import java.util.Arrays;

/// The UIDs of a mailbox at one moment, ascending, by index from 0 on. It shares the octets of the
/// mailbox in memory and takes next to none of its own. Immutable.
public final class UidList {
    /// No UID.
    public static final UidList EMPTY = new UidList(new int[0][], new int[1]);

    private final int[][] blocks;

    /// The index of the first UID of each block, and behind the last block the size.
    private final int[] starts;

    UidList(int[][] blocks, int[] starts) {
        this.blocks = blocks;
        this.starts = starts;
    }

    /// These UIDs, ascending.
    public static UidList of(long... uids) {
        var block = new int[uids.length];
        for (int i = 0; i < block.length; i++) {
            block[i] = (int) uids[i];
        }
        return uids.length == 0
                ? EMPTY
                : new UidList(new int[][] {block}, new int[] {0, uids.length});
    }

    /// How many there are.
    public int size() {
        return starts[blocks.length];
    }

    /// The UID at an index.
    public long at(int index) {
        int block = Arrays.binarySearch(starts, 0, blocks.length, index);
        block = block >= 0 ? block : -block - 2;
        return Integer.toUnsignedLong(blocks[block][index - starts[block]]);
    }

    /// The last one, 0 when there is none.
    public long last() {
        return size() == 0 ? 0 : at(size() - 1);
    }

    /// The index of the first UID that is `uid` or higher; the size when there is none.
    public int from(long uid) {
        int low = 0;
        int high = blocks.length - 1;
        while (low <= high) { // the first block whose last UID is not lower
            int middle = (low + high) >>> 1;
            if (Integer.toUnsignedLong(blocks[middle][starts[middle + 1] - starts[middle] - 1])
                    < uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low == blocks.length ? size() : starts[low] + within(low, uid);
    }

    private int within(int block, long uid) {
        int low = 0;
        int high = starts[block + 1] - starts[block] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Integer.toUnsignedLong(blocks[block][middle]) < uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The index of a UID, negative when it is not here.
    public int find(long uid) {
        int at = from(uid);
        return at < size() && at(at) == uid ? at : -at - 1;
    }

    /// The first ones.
    public UidList first(int count) {
        if (count >= size()) {
            return this;
        }
        int whole = 0;
        while (starts[whole] < count) {
            whole++;
        }
        var ends = Arrays.copyOf(starts, whole + 1);
        ends[whole] = count;
        return new UidList(Arrays.copyOf(blocks, whole), ends);
    }

    /// These, and more behind them.
    ///
    /// @param more ascending, all of them higher
    public UidList with(long... more) {
        if (more.length == 0) {
            return this;
        }
        var longer = Arrays.copyOf(blocks, blocks.length + 1);
        longer[blocks.length] = of(more).blocks[0];
        var ends = Arrays.copyOf(starts, starts.length + 1);
        ends[starts.length] = size() + more.length;
        return new UidList(longer, ends);
    }

    /// Those that are in a set.
    public long[] among(UidSet set) {
        int count = 0;
        var ranges = set.ranges();
        for (UidSet.Range range : ranges) {
            count += from(range.last() + 1) - from(range.first());
        }
        var found = new long[count];
        int next = 0;
        for (UidSet.Range range : ranges) {
            next = copy(from(range.first()), from(range.last() + 1), found, next);
        }
        return found;
    }

    /// All of them, in an array of the caller's own.
    public long[] toArray() {
        var all = new long[size()];
        copy(0, all.length, all, 0);
        return all;
    }

    private int copy(int from, int end, long[] into, int at) {
        int next = at;
        int block = Arrays.binarySearch(starts, 0, blocks.length, from);
        block = block >= 0 ? block : -block - 2;
        for (int i = from; i < end; i++) {
            while (i >= starts[block + 1]) {
                block++;
            }
            into[next++] = Integer.toUnsignedLong(blocks[block][i - starts[block]]);
        }
        return next;
    }
}
