package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change.KeptCounted;

/// What an account has that can be restored: how much, and when that changed last. Which messages
/// these are is in the index alone; whoever takes some away compares [#droppedAhead] with what
/// [#dropped] was before it read them. What ends in `Ahead` belongs to the committer thread, the
/// rest may be read by every thread.
final class KeptState {
    private KeptCounted countAhead;
    private long droppedAhead;
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

    /// The LSN of the last record that took some away.
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

    void counted(KeptCounted now) {
        count = now;
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
