package dev.jebi.mailstore;

import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.NodeEnded;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.ChangeCodec;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// What this node has claimed of a queue that it shares with others: every lease is in the log, so
/// that all nodes agree on who has what, and ends when the node settles or ends. Safe for use by
/// several threads.
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final QueueState state;
    private final Committer committer;
    private final LongSupplier node;

    /// @param node the number that this node has now
    Leases(QueueState state, Committer committer, LongSupplier node) {
        this.state = state;
        this.committer = committer;
        this.node = node;
    }

    /// Leases what was taken on this node; what another node has leased first is left to it.
    List<Entry> lease(List<Entry> taken) {
        if (taken.isEmpty()) {
            return taken;
        }
        long mine = node.getAsLong();
        var granted = new ArrayList<Entry>();
        try {
            committer.commit(
                    ChangeCodec.bound(2 * taken.size(), 0),
                    _ -> {
                        granted.clear();
                        taken.stream()
                                .filter(entry -> state.free(entry, mine))
                                .forEach(granted::add);
                        return leased(granted, mine);
                    });
            var left = new ArrayList<>(taken);
            left.removeAll(granted);
            state.giveBack(left);
            return granted;
        } catch (IOException e) {
            // if the lease is in the log all the same, it is this node's and seen as such
            LOG.warn("event=lease outcome=failed reason=\"{}\"", e.getMessage());
            state.giveBack(taken);
            return List.of();
        }
    }

    private static List<Change> leased(List<Entry> entries, long node) {
        var numbers = new TreeMap<Long, List<Integer>>();
        for (Entry entry : entries) {
            numbers.computeIfAbsent(entry.id().value(), _ -> new ArrayList<>()).add(entry.number());
        }
        var changes = new ArrayList<Change>();
        numbers.forEach((queue, of) -> changes.add(new RecipientsLeased(queue, of, node)));
        return changes;
    }

    /// Whether this node may settle it; when its record is numbered.
    boolean has(Entry entry) {
        return state.has(entry, node.getAsLong());
    }

    /// A node has ended: what it had is anybody's.
    void ended(long other) throws IOException {
        committer.commit(ChangeCodec.bound(1, 0), _ -> List.of(new NodeEnded(other)));
    }

    /// This node ends, and leaves nothing for others to find out.
    void end() throws IOException {
        long mine = node.getAsLong();
        if (state.hasAny(mine)) {
            ended(mine);
        }
    }
}
