package dev.jebi.transfer.abuse;

import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.UidSet.Range;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Which messages of an inbox were learned as good ones: each is learned once, and only what was
/// learned is ever forgotten.
///
/// @param before this UID and all smaller ones are taken to have been learned
/// @param uids of later ones, those that were learned
record LearnedGood(long before, UidSet uids) {
    /// None.
    static final LearnedGood NONE = new LearnedGood(0, UidSet.EMPTY);

    /// More are not told one from the other: the oldest of them end to be.
    private static final int MOST = 2_000;

    /// What [#octets()] has written.
    static LearnedGood of(byte[] octets) {
        var words = new String(octets, StandardCharsets.US_ASCII).split(" ", 2);
        var ranges = new ArrayList<Range>();
        if (words.length > 1) {
            for (String range : words[1].split(",", -1)) {
                var ends = range.split(":", -1);
                ranges.add(
                        new Range(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])));
            }
        }
        return new LearnedGood(Long.parseLong(words[0]), UidSet.ofRanges(ranges));
    }

    byte[] octets() {
        var text = uids.isEmpty() ? "" + before : before + " " + uids;
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether it was learned.
    boolean has(long uid) {
        return uid <= before || uids.contains(uid);
    }

    /// These too, and no more of the oldest than are to be kept.
    LearnedGood with(Collection<Long> learned) {
        var ranges = new ArrayList<>(uids.ranges());
        learned.forEach(uid -> ranges.add(new Range(uid, uid)));
        var all = UidSet.ofRanges(ranges);
        if (all.count() <= MOST) {
            return new LearnedGood(before, all);
        }
        long last = all.stream().skip(all.count() - MOST - 1).findFirst().orElse(before);
        var old = UidSet.ofRanges(List.of(new Range(1, last)));
        return new LearnedGood(Math.max(before, last), all.minus(old));
    }
}
