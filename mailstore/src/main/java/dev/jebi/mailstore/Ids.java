package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.UidValidityRaised;

import java.time.InstantSource;
import java.util.List;

/// Gives the ids of domains, accounts and mailboxes, and UIDVALIDITY; none is given twice. For the
/// committer thread, and for recovery before it.
final class Ids {
    private final InstantSource clock;
    private final int most;
    private int lastId;
    private long lastUidValidity;

    Ids(InstantSource clock) {
        this(clock, Integer.MAX_VALUE);
    }

    /// @param most the greatest id that may be given
    Ids(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /// @throws IllegalStateException when all are given: the store needs another database
    int next() {
        if (lastId >= most) {
            throw new IllegalStateException("this database has no room for more mailboxes");
        }
        return ++lastId;
    }

    /// RFC 9051 §2.3.1.1: grows with every mailbox, so that a name that comes again has a greater
    /// one; seconds make that true even for a store that was lost and made anew.
    long nextUidValidity() {
        lastUidValidity = Math.max(lastUidValidity + 1, clock.instant().getEpochSecond());
        return lastUidValidity;
    }

    void seen(int id, long uidValidity) {
        lastId = Math.max(lastId, id);
        lastUidValidity = Math.max(lastUidValidity, uidValidity);
    }

    /// Learns from a record that is replayed.
    void seen(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof DomainAdded(int domain, _)) {
                seen(domain, 0);
            } else if (change instanceof AccountSet account) {
                seen(account.account(), 0);
            } else if (change instanceof MailboxCreated created) {
                seen(created.mailbox(), created.uidValidity());
            } else if (change instanceof UidValidityRaised raised) {
                seen(raised.mailbox(), raised.uidValidity());
            }
        }
    }
}
