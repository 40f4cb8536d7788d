package dev.jebi.mailstore;

import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The messages of a mailbox in memory, ascending by UID, in blocks of columns: at most 40 octets a
/// message ([MessageBlock] says how many), beside some hundred for the mailbox. An expunge rewrites
/// the blocks that it meets and no others; what changed after a mod-sequence is found by the newest
/// of each block. For one thread at a time: the mailbox's lock guards it.
final class MessageTable {
    private final KeywordSets sets = new KeywordSets();
    private final List<MessageBlock> blocks = new ArrayList<>();

    /// The index of the first message of each block, and behind the last block the count.
    private int[] starts = new int[2];

    private @Nullable UidList uids;

    int count() {
        return starts[blocks.size()];
    }

    long uid(int index) {
        int block = block(index);
        return blocks.get(block).uid(index - starts[block]);
    }

    MessageRow row(int index) {
        int block = block(index);
        return blocks.get(block).row(index - starts[block]);
    }

    /// The UIDs and the blobs of all messages, in order.
    void blobs(long[] uidsInto, long[] blobsInto) {
        int to = 0;
        for (MessageBlock block : blocks) {
            for (int i = 0; i < block.count(); i++) {
                uidsInto[to] = block.uid(i);
                blobsInto[to++] = block.blob(i);
            }
        }
    }

    private int block(int index) {
        int block = Arrays.binarySearch(starts, 0, blocks.size(), index);
        return block >= 0 ? block : -block - 2;
    }

    /// The first block whose last UID is not lower; the number of blocks when there is none.
    private int blockFrom(long uid) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).last() < uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// Where the UID is, negative when it is not here: then `-index - 1` is where it would be.
    int find(long wanted) {
        int block = blockFrom(wanted);
        if (block == blocks.size()) {
            return -count() - 1;
        }
        int at = blocks.get(block).find(wanted);
        return at >= 0 ? starts[block] + at : at - starts[block];
    }

    /// The UIDs as they are now.
    UidList uids() {
        var known = uids;
        if (known == null) {
            var arrays = new int[blocks.size()][];
            for (int i = 0; i < arrays.length; i++) {
                arrays[i] = blocks.get(i).uids();
            }
            known = new UidList(arrays, Arrays.copyOf(starts, arrays.length + 1));
            uids = known;
        }
        return known;
    }

    /// The index of the first message that is not `\Seen`, the count when all are.
    int firstUnseen() {
        for (int i = 0; i < blocks.size(); i++) {
            int at = blocks.get(i).firstUnseen();
            if (at < blocks.get(i).count()) {
                return starts[i] + at;
            }
        }
        return count();
    }

    /// Whatever changed after `since`, ascending.
    void changed(long since, Consumer<MessageRow> each) {
        for (MessageBlock block : blocks) {
            if (block.newest() > since) {
                for (int i = 0; i < block.count(); i++) {
                    if (block.modSeq(i) > since) {
                        each.accept(block.row(i));
                    }
                }
            }
        }
    }

    /// The block of the first message whose UID is `uid` or higher, empty when there is none; with
    /// where in it the message is.
    ///
    /// @param each is given both
    void from(long uid, Found each) {
        int block = blockFrom(uid);
        if (block < blocks.size()) {
            int at = blocks.get(block).find(uid);
            each.at(blocks.get(block), at >= 0 ? at : -at - 1);
        }
    }

    /// Takes a place in the table.
    interface Found {
        void at(MessageBlock block, int index);
    }

    /// Adds a message; one that is here already stays as it is.
    void add(MessageRow row) {
        if (blocks.isEmpty() || row.uid() > blocks.getLast().last()) {
            append(row);
            return;
        }
        int block = blockFrom(row.uid());
        int at = blocks.get(block).find(row.uid());
        if (at < 0) {
            var old = blocks.get(block);
            var before = part(old, 0, -at - 1, 1);
            before.add(row);
            var after = part(old, -at - 1, old.count(), 0);
            blocks.set(block, before);
            if (after.count() > 0) {
                blocks.add(block + 1, after);
            }
            restart();
        }
    }

    private void append(MessageRow row) {
        if (blocks.isEmpty() || blocks.getLast().count() == MessageBlock.MOST) {
            blocks.add(new MessageBlock(sets));
            if (starts.length == blocks.size()) {
                starts = Arrays.copyOf(starts, starts.length + starts.length / 4 + 1);
            }
            starts[blocks.size()] = starts[blocks.size() - 1];
        }
        blocks.getLast().add(row);
        starts[blocks.size()]++;
        uids = null;
    }

    private MessageBlock part(MessageBlock of, int first, int end, int room) {
        var part = new MessageBlock(sets, Math.min(MessageBlock.MOST, end - first + room));
        part.add(of, first, end);
        return part;
    }

    private void restart() {
        if (starts.length <= blocks.size()) {
            starts = new int[blocks.size() + 1];
        }
        for (int i = 0; i < blocks.size(); i++) {
            starts[i + 1] = starts[i] + blocks.get(i).count();
        }
        uids = null;
    }

    void flag(long wanted, long newModSeq, int newFlags, long newKeywords) {
        from(
                wanted,
                (block, at) -> {
                    if (block.uid(at) == wanted) {
                        block.flag(at, newModSeq, newFlags, newKeywords);
                    }
                });
    }

    /// The octets of a message are elsewhere now.
    void place(long wanted, Place place) {
        from(
                wanted,
                (block, at) -> {
                    if (block.uid(at) == wanted) {
                        block.place(at, place);
                    }
                });
    }

    /// Removes messages.
    ///
    /// @param gone ascending
    void remove(long[] gone) {
        int next = 0;
        var kept = new ArrayList<MessageBlock>(blocks.size());
        for (MessageBlock block : blocks) {
            int first = next;
            while (next < gone.length && gone[next] <= block.last()) {
                next++;
            }
            keep(first == next ? block : without(block, gone, first, next), kept);
        }
        blocks.clear();
        blocks.addAll(kept);
        restart();
    }

    /// Adds a block, or puts its messages to those of the last one where both are small.
    private void keep(MessageBlock block, List<MessageBlock> kept) {
        if (block.count() == 0) {
            return;
        }
        if (!kept.isEmpty() && kept.getLast().count() + block.count() <= MessageBlock.MOST / 2) {
            var both = part(kept.getLast(), 0, kept.getLast().count(), block.count());
            both.add(block, 0, block.count());
            kept.set(kept.size() - 1, both);
        } else {
            kept.add(block);
        }
    }

    /// The messages of a block that are not among the UIDs from `first` to `end`.
    private MessageBlock without(MessageBlock block, long[] gone, int first, int end) {
        var doomed = new boolean[block.count()];
        int count = 0;
        for (int i = first; i < end; i++) {
            int at = block.find(gone[i]);
            if (at >= 0 && !doomed[at]) {
                doomed[at] = true;
                count++;
            }
        }
        if (count == 0) {
            return block;
        }
        var rest = new MessageBlock(sets, block.count() - count);
        for (int i = 0; i < block.count(); i++) {
            if (!doomed[i]) {
                rest.add(block, i, i + 1);
            }
        }
        return rest;
    }
}
