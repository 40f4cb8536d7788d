package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change.KeptCounted;

/// What an account has that can be restored: how much, and when that changed last. Which messages
/// these are is in the index alone; whoever takes some away compares [#droppedAhead] with what
/// [#dropped] was before it read them. What ends in `Ahead` belongs to the committer thread, the
/// rest may be read by every thread.
final class KeptState {
    private KeptCounted countAhead;
    private long droppedAhead;
    private long wholes;
    private volatile KeptCounted count;
    private volatile long changed;
    private volatile long dropped;

    KeptState(KeptCounted count) {
        this.count = count;
        this.countAhead = count;
    }

    KeptCounted count() {
        return count;
    }

    /// The LSN of the last record that added some or took some away: the index has it all when it
    /// has that.
    long changed() {
        return changed;
    }

    /// The LSN of the last record that took some away; a negative number of its own where that is
    /// not known.
    long dropped() {
        return dropped;
    }

    long droppedAhead() {
        return droppedAhead;
    }

    KeptCounted countAhead() {
        return countAhead;
    }

    void keepAhead(long octets, long messages) {
        countAhead =
                new KeptCounted(
                        count.account(),
                        countAhead.octets() + octets,
                        countAhead.messages() + messages);
    }

    void dropAhead(long lsn, long octets, long messages) {
        keepAhead(-octets, -messages);
        droppedAhead = lsn;
    }

    /// @param lsn 0 when the state is taken as a whole: what was dropped before is not known then
    void counted(KeptCounted now, long lsn) {
        count = now;
        if (lsn == 0) {
            wholes++;
            dropped = -wholes;
        }
    }

    void kept(long lsn) {
        changed = lsn;
    }

    void dropped(long lsn) {
        dropped = lsn; // first: whoever sees that it changed must see why
        changed = lsn;
    }

    /// After recovery: nothing is ahead.
    void level() {
        countAhead = count;
        droppedAhead = dropped;
    }
}
