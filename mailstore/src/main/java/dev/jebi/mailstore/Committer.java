package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Logged;
import dev.jebi.mailstore.index.Follower;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Entry;
import dev.jebi.mailstore.journal.Log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The way of every change: numbered and written by the journal, published to memory when it is
/// durable, handed to the follower. Safe for use by several threads.
final class Committer {
    static final byte CHANGES = 1;
    private static final Content NOTHING = Content.of(new byte[0]);

    private final Log log;
    private final Inventory inventory;
    private final Follower follower;

    Committer(Log log, Inventory inventory, Follower follower) {
        this.log = log;
        this.inventory = inventory;
        this.follower = follower;
    }

    /// Makes the changes of a record, on the committer thread; an empty list withdraws it. It must
    /// find out whether it can before it gives any number.
    ///
    /// It may be called again, for another LSN, when the log had to roll back what it numbered
    /// ([dev.jebi.mailstore.journal.Entry#prepare]): what it tells its caller, it resets first.
    /// What it moves ahead of the published state (all that ends in `Ahead`), [Inventory] must be
    /// able to level.
    interface Numbering {
        List<Change> number(long lsn);
    }

    /// A way to commit changes without octets, [#commit] or one that checks more.
    interface Committing {
        boolean commit(int maxMeta, Numbering numbering) throws IOException;
    }

    /// Commits changes without octets.
    boolean commit(int maxMeta, Numbering numbering) throws IOException {
        return commit(NOTHING, maxMeta, numbering);
    }

    /// Commits; returns when the record is durable and published.
    ///
    /// @return false when it was withdrawn
    boolean commit(Content body, int maxMeta, Numbering numbering) throws IOException {
        if (!follower.awaitRoom()) {
            throw new IndexBehind();
        }
        return log.append(new Record(body, maxMeta, numbering));
    }

    private final class Record implements Entry {
        private final Content body;
        private final int maxMeta;
        private final Numbering numbering;
        private long lsn;
        private int size;
        private List<Change> changes = List.of();

        Record(Content body, int maxMeta, Numbering numbering) {
            this.body = body;
            this.maxMeta = maxMeta;
            this.numbering = numbering;
        }

        @Override
        public byte type() {
            return CHANGES;
        }

        @Override
        public int maxMeta() {
            return maxMeta;
        }

        @Override
        public Content body() {
            return body;
        }

        @Override
        public Optional<ByteBuffer> prepare(long at) {
            lsn = at;
            changes = numbering.number(at);
            if (changes.isEmpty()) {
                return Optional.empty();
            }
            var meta = ChangeCodec.encode(changes);
            size = meta.remaining();
            return Optional.of(meta);
        }

        @Override
        public void durable(long at, ContentLocation place) {
            var located = ChangeCodec.located(changes, place.position());
            inventory.publish(lsn, located);
            follower.take(new Logged(lsn, located), size);
        }
    }
}
