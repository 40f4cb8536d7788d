package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.FlagsChanged;
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.FlagRow;
import dev.jebi.mailstore.change.MessageRow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What records that are numbered but not yet durable have made of a mailbox: the next records of
/// the same batch must build on it. For the committer thread.
final class MailboxAhead {
    private final Map<Long, Pending> pending = new HashMap<>();
    private Keywords keywords = new Keywords();
    private Counters counters = Counters.NEW;

    private record Pending(long modSeq, boolean gone, int flags, long keywords) {}

    void level(Counters published, List<String> words) {
        pending.clear();
        counters = published;
        keywords = new Keywords();
        keywords.add(0, words);
    }

    Counters counters() {
        return counters;
    }

    void counters(Counters now) {
        counters = now;
    }

    Keywords keywords() {
        return keywords;
    }

    /// A published message as it will be; empty when it will be gone.
    Optional<MessageRow> ahead(MessageRow row) {
        var change = pending.get(row.uid());
        if (change == null) {
            return Optional.of(row);
        }
        return change.gone
                ? Optional.empty()
                : Optional.of(row.flagged(change.modSeq, change.flags, change.keywords));
    }

    void flag(long modSeq, FlagRow row) {
        pending.put(row.uid(), new Pending(modSeq, false, row.flags(), row.keywords()));
    }

    void expunge(long modSeq, long uid) {
        pending.put(uid, new Pending(modSeq, true, 0, 0));
    }

    /// A change is public now: what no later one has changed again is not ahead any more.
    void published(Change change) {
        if (pending.isEmpty()) {
            return;
        }
        if (change instanceof FlagsChanged(_, long modSeq, var rows)) {
            rows.forEach(row -> forget(row.uid(), modSeq));
        } else if (change instanceof Expunged(_, long modSeq, long[] uids, _)) {
            for (long uid : uids) {
                forget(uid, modSeq);
            }
        }
    }

    private void forget(long uid, long modSeq) {
        pending.computeIfPresent(uid, (_, change) -> change.modSeq <= modSeq ? null : change);
    }
}
