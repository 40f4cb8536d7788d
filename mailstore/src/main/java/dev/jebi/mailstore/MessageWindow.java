package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.journal.ContentLocation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Some messages copied out of a [MessageTable], so that they can be looked at without its lock,
/// and without an object for each. For one thread.
final class MessageWindow implements ScannedMessage {
    private static final int ROOM = 256;
    private static final int FIRST_HEAD = 4 * 1024;

    private final long[] uid = new long[ROOM];
    private final Flags[] flags = new Flags[ROOM];
    private final long[] modSeq = new long[ROOM];
    private final long[] size = new long[ROOM];
    private final long[] date = new long[ROOM];
    private final long[] saved = new long[ROOM];
    private final long[] blob = new long[ROOM];
    private final long[] position = new long[ROOM];
    private final int[] headLength = new int[ROOM];
    private final HeadSource heads;
    private ByteBuffer head = ByteBuffer.allocate(FIRST_HEAD);
    private int count;
    private int at;

    /// Where heads are read.
    interface HeadSource {
        /// Fills the buffer with the head of the message whose octets are there.
        ///
        /// @param next where its head is, and those of the messages behind it
        void read(long uid, Place place, ByteBuffer into, Supplier<List<ContentLocation>> next)
                throws IOException;
    }

    MessageWindow(HeadSource heads) {
        this.heads = heads;
    }

    /// Takes messages of a block, from an index on and up to a UID, as many as there is room for.
    void fill(MessageBlock block, int from, long last, Keywords keywords) {
        int n = 0;
        int end = Math.min(block.count(), from + ROOM);
        for (int i = from; i < end && block.uid(i) <= last; i++) {
            uid[n] = block.uid(i);
            flags[n] = keywords.flags(block.flags(i), block.keywords(i));
            modSeq[n] = block.modSeq(i);
            size[n] = block.size(i);
            date[n] = block.date(i);
            saved[n] = block.saved(i);
            blob[n] = block.blob(i);
            position[n] = block.position(i);
            headLength[n] = block.headLength(i);
            n++;
        }
        count = n;
    }

    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long last() {
        return uid[count - 1];
    }

    /// Shows the messages, one after the other.
    void show(Look look) throws IOException {
        for (at = 0; at < count; at++) {
            look.at(this);
        }
    }

    @Override
    public long uid() {
        return uid[at];
    }

    @Override
    public Flags flags() {
        return flags[at];
    }

    @Override
    public long modSeq() {
        return modSeq[at];
    }

    @Override
    public long size() {
        return size[at];
    }

    @Override
    public long internalDate() {
        return date[at];
    }

    @Override
    public long saved() {
        return saved[at];
    }

    @Override
    public long email() {
        return blob[at];
    }

    @Override
    public ByteBuffer head() throws IOException {
        if (head.capacity() < headLength[at]) {
            head = ByteBuffer.allocate(Math.max(headLength[at], 2 * head.capacity()));
        }
        head.clear().limit(headLength[at]);
        heads.read(uid[at], new Place(position[at], headLength[at], size[at]), head, this::next);
        return head.flip();
    }

    private List<ContentLocation> next() {
        var next = new ArrayList<ContentLocation>(count - at);
        for (int i = at; i < count; i++) {
            next.add(new ContentLocation(position[i] - headLength[i], headLength[i]));
        }
        return next;
    }
}
