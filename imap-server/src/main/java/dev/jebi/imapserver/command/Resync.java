package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.MessageSet.Range;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.UidSet;

import java.util.List;
import java.util.Optional;

/// What a client that selects a mailbox knows of it already (RFC 7162 §3.2.5).
///
/// @param known the UIDs that it knows, where it says so
/// @param numbers some sequence numbers, ascending
/// @param uids the UIDs that had them
public record Resync(
        long uidValidity,
        ModSeq modSeq,
        Optional<UidSet> known,
        List<Range> numbers,
        List<Range> uids) {
    /// The sequence numbers with their UIDs.
    public Pairs pairs() {
        return new Pairs(numbers, uids);
    }

    /// Numbers and UIDs side by side. For one thread.
    public static final class Pairs {
        private final Walk numbers;
        private final Walk uids;

        Pairs(List<Range> numbers, List<Range> uids) {
            this.numbers = new Walk(numbers);
            this.uids = new Walk(uids);
        }

        /// Goes to the next pair.
        ///
        /// @return false when there is none
        public boolean next() {
            return numbers.next() && uids.next();
        }

        /// The sequence number.
        public long number() {
            return numbers.at;
        }

        /// The UID.
        public long uid() {
            return uids.at;
        }
    }

    private static final class Walk {
        private final List<Range> ranges;
        private int range;
        private long at;

        Walk(List<Range> ranges) {
            this.ranges = ranges;
        }

        boolean next() {
            if (range == ranges.size()) {
                return false;
            }
            var now = ranges.get(range);
            at = Math.max(at + 1, now.one());
            if (at == now.other()) {
                range++;
            }
            return true;
        }
    }
}
