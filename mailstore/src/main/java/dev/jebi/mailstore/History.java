package dev.jebi.mailstore;

import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.index.Vanished;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.function.Consumer;

/// Which UIDs were expunged when, as far back as is remembered. For one thread at a time.
final class History {
    /// Expunges that are remembered of a mailbox.
    private static final int REMEMBERED = 1_000;

    /// Oldest first.
    private final ArrayDeque<Vanished> expunges = new ArrayDeque<>();

    /// Of what was expunged up to here, nothing is known any more.
    private long floor;

    /// Loads it, and the messages with it.
    static History load(IndexReader index, int mailbox, Consumer<MessageRow> messages)
            throws IOException {
        var history = new History();
        var newest = index.mailbox(mailbox, messages, REMEMBERED);
        newest.forEach(history.expunges::addFirst);
        if (newest.size() == REMEMBERED) {
            history.floor = newest.getLast().modSeq() - 1;
        }
        return history;
    }

    void add(long modSeq, long[] uids) {
        if (!expunges.isEmpty() && modSeq <= expunges.getLast().modSeq()) {
            return; // came from the index already
        }
        expunges.add(Vanished.of(modSeq, uids));
        if (expunges.size() > 2 * REMEMBERED) {
            floor = expunges.removeFirst().modSeq();
        }
    }

    /// What vanished after `since`; where that is not known any more, every UID that was given and
    /// is not there (RFC 7162 §3.2.5.1 allows it).
    UidSet since(long since, MessageTable messages, long uidNext) {
        var ranges = new ArrayList<UidSet.Range>();
        if (since >= floor) {
            var newestFirst = expunges.descendingIterator();
            while (newestFirst.hasNext()) {
                var vanished = newestFirst.next();
                if (vanished.modSeq() <= since) {
                    break;
                }
                for (int i = 0; i < vanished.bounds().length; i += 2) {
                    ranges.add(new UidSet.Range(vanished.bounds()[i], vanished.bounds()[i + 1]));
                }
            }
            return UidSet.ofRanges(ranges);
        }
        long next = 1;
        for (long uid : messages.uids().toArray()) {
            if (uid > next) {
                ranges.add(new UidSet.Range(next, uid - 1));
            }
            next = uid + 1;
        }
        if (next < uidNext) {
            ranges.add(new UidSet.Range(next, uidNext - 1));
        }
        return UidSet.ofRanges(ranges);
    }
}
