package dev.jebi.mailstore;

import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Some hundred neighbouring messages of a [MessageTable], ascending by UID: 30 octets each, 4 more
/// where one of them came at another time than its internal date, and 8 more where their octets lie
/// more than 4 GiB apart. What has been published of its UIDs never changes, so that a [UidList]
/// can share them. For one thread at a time.
final class MessageBlock {
    static final int MOST = 512;
    private static final int LEAST = 16;
    private static final int LONG_HEAD = 0xFFFF;

    private final KeywordSets sets;
    private int count;
    private int[] uid;
    private byte[] flags;
    private short[] keywordSet;
    private char[] headLength;
    private final Column modSeq;
    private final Column date;
    private final Column size;
    private final Column blob;
    private final Column position;

    /// Sets of keywords where there are too many different ones to number.
    private long @Nullable [] keywords;

    /// When they came, where that is not the internal date of all.
    private @Nullable Column saved;

    /// Lengths of heads, where there are some that two octets do not hold.
    private int @Nullable [] longHeads;

    /// How many are not `\Seen`.
    private int unseen;

    /// The newest mod-sequence, at least.
    private long newest;

    MessageBlock(KeywordSets sets, int capacity) {
        this.sets = sets;
        uid = new int[capacity];
        flags = new byte[capacity];
        keywordSet = new short[capacity];
        headLength = new char[capacity];
        modSeq = new Column(capacity);
        date = new Column(capacity);
        size = new Column(capacity);
        blob = new Column(capacity);
        position = new Column(capacity);
    }

    MessageBlock(KeywordSets sets) {
        this(sets, LEAST);
    }

    int count() {
        return count;
    }

    long newest() {
        return newest;
    }

    /// The first that is not `\Seen`, the count when all are.
    int firstUnseen() {
        int at = unseen == 0 ? count : 0;
        while (at < count && (flags[at] & FlagBits.SEEN) != 0) {
            at++;
        }
        return at;
    }

    /// The UIDs, and room for more behind them.
    int[] uids() {
        return uid;
    }

    long uid(int at) {
        return Integer.toUnsignedLong(uid[at]);
    }

    long last() {
        return uid(count - 1);
    }

    long modSeq(int at) {
        return modSeq.get(at);
    }

    int flags(int at) {
        return flags[at];
    }

    long keywords(int at) {
        long[] all = keywords;
        return all != null ? all[at] : sets.set(keywordSet[at]);
    }

    /// The internal date in seconds.
    long date(int at) {
        return date.get(at);
    }

    /// When it came into the mailbox, in seconds.
    long saved(int at) {
        Column all = saved;
        return all != null ? all.get(at) : date.get(at);
    }

    long size(int at) {
        return size.get(at);
    }

    long blob(int at) {
        return blob.get(at);
    }

    long position(int at) {
        return position.get(at);
    }

    int headLength(int at) {
        int[] all = longHeads;
        return all != null ? all[at] : headLength[at];
    }

    MessageRow row(int at) {
        return new MessageRow(
                uid(at),
                modSeq(at),
                flags(at),
                keywords(at),
                date(at) * 1_000,
                blob(at),
                new Place(position(at), headLength(at), size(at)),
                saved(at) * 1_000);
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

    /// Adds a message behind all others; there must be room.
    void add(MessageRow row) {
        if (count == uid.length) {
            grow(Math.min(MOST, 2 * count));
        }
        int at = count;
        uid[at] = (int) row.uid();
        date.set(at, Math.floorDiv(row.date(), 1_000L), count);
        saved(at, Math.floorDiv(row.saved(), 1_000L));
        blob.set(at, row.blob(), count);
        size.set(at, row.place().size(), count);
        position.set(at, row.place().position(), count);
        headLength(at, row.place().headLength());
        count++;
        unseen++;
        flag(at, row.modSeq(), row.flags(), row.keywords());
    }

    private void saved(int at, long when) {
        Column all = saved;
        if (all == null && when == date.get(at)) {
            return;
        }
        if (all == null) {
            all = new Column(uid.length);
            for (int i = 0; i < at; i++) {
                all.set(i, date.get(i), i);
            }
            saved = all;
        }
        all.set(at, when, at);
    }

    void flag(int at, long newModSeq, int newFlags, long newKeywords) {
        modSeq.set(at, newModSeq, count);
        newest = Math.max(newest, newModSeq);
        unseen += (flags[at] & FlagBits.SEEN) - (newFlags & FlagBits.SEEN); // the lowest bit
        flags[at] = (byte) newFlags;
        int number = keywords == null ? sets.number(newKeywords) : KeywordSets.NONE;
        if (number != KeywordSets.NONE) {
            keywordSet[at] = (short) number;
            return;
        }
        long[] all = keywords;
        if (all == null) {
            all = new long[uid.length];
            for (int i = 0; i < count; i++) {
                all[i] = sets.set(keywordSet[i]);
            }
            keywords = all;
            keywordSet = new short[0];
        }
        all[at] = newKeywords;
    }

    /// The octets of a message are elsewhere now.
    void place(int at, Place place) {
        size.set(at, place.size(), count);
        position.set(at, place.position(), count);
        headLength(at, place.headLength());
    }

    private void headLength(int at, int length) {
        int[] all = longHeads;
        if (all == null && length < LONG_HEAD) {
            headLength[at] = (char) length;
            return;
        }
        if (all == null) {
            all = new int[uid.length];
            for (int i = 0; i < count; i++) {
                all[i] = headLength[i];
            }
            longHeads = all;
            headLength = new char[0];
        }
        all[at] = length;
    }

    private void grow(int capacity) {
        uid = Arrays.copyOf(uid, capacity);
        flags = Arrays.copyOf(flags, capacity);
        modSeq.grow(capacity);
        date.grow(capacity);
        size.grow(capacity);
        blob.grow(capacity);
        position.grow(capacity);
        if (saved != null) {
            saved.grow(capacity);
        }
        if (keywords != null) {
            keywords = Arrays.copyOf(keywords, capacity);
        } else {
            keywordSet = Arrays.copyOf(keywordSet, capacity);
        }
        if (longHeads != null) {
            longHeads = Arrays.copyOf(longHeads, capacity);
        } else {
            headLength = Arrays.copyOf(headLength, capacity);
        }
    }

    /// Adds messages of another block behind all others; there must be room.
    void add(MessageBlock from, int first, int end) {
        for (int i = first; i < end; i++) {
            add(from.row(i));
        }
    }
}
