package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.journal.ContentLocation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Entries that share a transaction, through all tries of it. For the committer thread, and for
/// whoever has the replay's turn.
final class Batch {
    private final long node;
    private final long number;
    private final List<Waiting> entries;
    private final ContentStore.Staged staged;
    private final Map<Integer, ObjectRange> ranges = new HashMap<>();

    /// What the last try has made of the entries.
    private final Map<Integer, RuntimeException> refused = new HashMap<>();

    private final List<Numbered> numbered = new ArrayList<>();
    private boolean landed;

    /// An entry that has its numbers.
    record Numbered(LogRow row, List<Change> changes, Waiting waiting) {
        ContentLocation body() {
            return new ContentLocation(row.body(), waiting.size());
        }
    }

    private Batch(long node, long number, List<Waiting> entries, ContentStore.Staged staged) {
        this.node = node;
        this.number = number;
        this.entries = entries;
        this.staged = staged;
    }

    static Batch of(long node, long number, List<Waiting> entries, ContentStore store)
            throws IOException {
        var small = new ArrayList<Content>();
        var indexes = new ArrayList<Integer>();
        for (int i = 0; i < entries.size(); i++) {
            var waiting = entries.get(i);
            if (waiting.size() > 0 && waiting.stored().isEmpty()) {
                small.add(waiting.body());
                indexes.add(i);
            }
        }
        var batch = new Batch(node, number, entries, store.stage(small));
        for (int i = 0; i < entries.size(); i++) {
            int index = i;
            entries.get(i).stored().ifPresent(range -> batch.ranges.put(index, range));
        }
        var ranges = batch.staged.ranges();
        for (int i = 0; i < ranges.size(); i++) {
            batch.ranges.put(indexes.get(i), ranges.get(i));
        }
        return batch;
    }

    List<Waiting> entries() {
        return entries;
    }

    ContentStore.Staged staged() {
        return staged;
    }

    /// Whether a row of the log is of this batch.
    boolean has(LogRow row) {
        return row.node() == node && row.batch() == number;
    }

    /// Whether an earlier try, of which nothing was heard, is in the log.
    boolean landed() {
        return landed;
    }

    /// Gives numbers from there on.
    ///
    /// @return what has numbers now
    List<Numbered> number(long end) {
        refused.clear();
        numbered.clear();
        long lsn = end;
        for (int i = 0; i < entries.size(); i++) {
            var waiting = entries.get(i);
            if (waiting.abandoned()) {
                continue;
            }
            try {
                var meta = waiting.entry().prepare(lsn);
                if (meta.isPresent()) {
                    var octets = new byte[meta.get().remaining()];
                    meta.get().get(octets);
                    var row = LogRow.at(lsn, node, number, i, octets, waiting.size());
                    numbered.add(new Numbered(row, row.changes(), waiting));
                    lsn = row.next();
                }
            } catch (RuntimeException e) {
                refused.put(i, e);
            }
        }
        return List.copyOf(numbered);
    }

    List<Numbered> numbered() {
        return numbered;
    }

    ObjectRange range(Numbered of) {
        return java.util.Objects.requireNonNull(ranges.get(of.row().entry()));
    }

    /// All changes that have numbers.
    List<Change> changes() {
        return numbered.stream().flatMap(one -> one.changes().stream()).toList();
    }

    /// A record of this batch was found in the log.
    ///
    /// @return whether it could be published as its own
    boolean land(LogRow row) {
        landed = true;
        for (Numbered one : numbered) {
            if (one.row().entry() == row.entry() && one.row().lsn() == row.lsn()) {
                one.waiting().entry().durable(row.lsn(), one.body());
                return true;
            }
        }
        return false;
    }

    /// Tells everybody what became of it.
    void complete() {
        var written = numbered.stream().map(one -> one.row().entry()).toList();
        for (int i = 0; i < entries.size(); i++) {
            var why = refused.get(i);
            if (why != null) {
                entries.get(i).fail(why);
            } else {
                entries.get(i).complete(written.contains(i));
            }
        }
    }

    void fail(Exception why) {
        entries.forEach(waiting -> waiting.fail(why));
    }
}
