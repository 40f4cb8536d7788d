package dev.jebi.mailstore;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// Changes of domains, accounts and mailboxes: one is under way at a time on this node, and what
/// was checked still holds when it is numbered. Where another node was faster, everything is
/// checked again. Safe for use by several threads.
final class Structure {
    /// Others can be faster a few times, not always.
    private static final int TRIES = 100;

    private final Inventory inventory;
    private final Committer committer;
    private final ReentrantLock lock = new ReentrantLock();

    /// What was there when the check began; for whoever has the lock.
    private long seen;

    Structure(Inventory inventory, Committer committer) {
        this.inventory = inventory;
        this.committer = committer;
    }

    /// A check and the commit that it is for.
    interface Changing<T> {
        T run() throws IOException;
    }

    /// Another node was faster.
    private static final class Outdated extends IOException {
        private static final long serialVersionUID = 1;

        Outdated() {
            super("other nodes have changed domains, accounts or mailboxes all the time");
        }
    }

    <T> T change(Changing<T> changing) throws IOException {
        lock.lock();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    seen = inventory.structure();
                    return changing.run();
                } catch (Outdated e) {
                    if (tries == TRIES) {
                        throw e;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Commits, within [#change].
    ///
    /// @return false when it was withdrawn
    boolean commit(int maxMeta, Committer.Numbering numbering) throws IOException {
        long checked = seen;
        var outdated = new boolean[1];
        boolean written =
                committer.commit(
                        maxMeta,
                        lsn -> {
                            outdated[0] = inventory.structure() != checked;
                            return outdated[0] ? java.util.List.of() : numbering.number(lsn);
                        });
        if (outdated[0]) {
            throw new Outdated();
        }
        seen = inventory.structure();
        return written;
    }
}
