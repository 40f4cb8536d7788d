package dev.jebi.mailstore;

import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;

import java.util.Arrays;

/// The messages of a mailbox in memory, ascending by UID, in arrays of numbers: about 60 octets a
/// message. For one thread at a time: the mailbox's lock guards it.
final class MessageTable {
    private static final int FIRST_CAPACITY = 16;

    private int count;
    private int[] uid = new int[FIRST_CAPACITY];
    private byte[] flags = new byte[FIRST_CAPACITY];
    private int[] headLength = new int[FIRST_CAPACITY];
    private long[] modSeq = new long[FIRST_CAPACITY];
    private long[] keywords = new long[FIRST_CAPACITY];
    private long[] date = new long[FIRST_CAPACITY];
    private long[] blob = new long[FIRST_CAPACITY];
    private long[] position = new long[FIRST_CAPACITY];
    private long[] size = new long[FIRST_CAPACITY];

    int count() {
        return count;
    }

    long uid(int index) {
        return Integer.toUnsignedLong(uid[index]);
    }

    long modSeq(int index) {
        return modSeq[index];
    }

    /// Where the UID is, negative when it is not here: then `-index - 1` is where it would be.
    int find(long wanted) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long here = uid(middle);
            if (here == wanted) {
                return middle;
            }
            if (here < wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    MessageRow row(int index) {
        return new MessageRow(
                uid(index),
                modSeq[index],
                flags[index],
                keywords[index],
                date[index],
                blob[index],
                new Place(position[index], headLength[index], size[index]));
    }

    /// Adds a message; one that is here already stays as it is.
    void add(MessageRow row) {
        int at = count;
        if (count > 0 && row.uid() <= uid(count - 1)) {
            int found = find(row.uid());
            if (found >= 0) {
                return;
            }
            at = -found - 1;
        }
        if (count == uid.length) {
            grow(count * 2);
        }
        if (at < count) {
            shift(at, at + 1, count - at);
        }
        count++;
        uid[at] = (int) row.uid();
        modSeq[at] = row.modSeq();
        flags[at] = (byte) row.flags();
        keywords[at] = row.keywords();
        date[at] = row.date();
        blob[at] = row.blob();
        position[at] = row.place().position();
        headLength[at] = row.place().headLength();
        size[at] = row.place().size();
    }

    void flag(long wanted, long newModSeq, int newFlags, long newKeywords) {
        int at = find(wanted);
        if (at >= 0) {
            modSeq[at] = newModSeq;
            flags[at] = (byte) newFlags;
            keywords[at] = newKeywords;
        }
    }

    /// Removes messages.
    ///
    /// @param uids ascending
    void remove(long[] uids) {
        int to = 0;
        int from = 0;
        for (long gone : uids) {
            int at = find(gone, from);
            if (at < 0) {
                continue;
            }
            to = keep(from, to, at - from);
            from = at + 1;
        }
        count = keep(from, to, count - from);
    }

    private int find(long wanted, int from) {
        int at = find(wanted);
        return at >= from ? at : -1;
    }

    private int keep(int from, int to, int length) {
        if (from != to && length > 0) {
            shift(from, to, length);
        }
        return to + length;
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(uid, from, uid, to, length);
        System.arraycopy(modSeq, from, modSeq, to, length);
        System.arraycopy(flags, from, flags, to, length);
        System.arraycopy(keywords, from, keywords, to, length);
        System.arraycopy(date, from, date, to, length);
        System.arraycopy(blob, from, blob, to, length);
        System.arraycopy(position, from, position, to, length);
        System.arraycopy(headLength, from, headLength, to, length);
        System.arraycopy(size, from, size, to, length);
    }

    private void grow(int capacity) {
        uid = Arrays.copyOf(uid, capacity);
        modSeq = Arrays.copyOf(modSeq, capacity);
        flags = Arrays.copyOf(flags, capacity);
        keywords = Arrays.copyOf(keywords, capacity);
        date = Arrays.copyOf(date, capacity);
        blob = Arrays.copyOf(blob, capacity);
        position = Arrays.copyOf(position, capacity);
        headLength = Arrays.copyOf(headLength, capacity);
        size = Arrays.copyOf(size, capacity);
    }
}
