package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.FlagsChanged;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.FlagRow;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.index.IndexReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// A mailbox in memory: its counters always, its messages while somebody has it open and for a
/// while after. Published state is guarded by the lock; what ends in `Ahead` belongs to the
/// committer thread.
final class MailboxState {
    final int id;
    final AccountState account;

    /// Changes only while nobody has it open: when the store is restored from a backup.
    volatile long uidValidity;

    final int specialUse;
    final Bell bell;

    final MailboxAhead ahead = new MailboxAhead();
    boolean deletedAhead;

    /// One opener loads the messages; the others wait for it.
    private final ReentrantLock loading = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Keywords keywords = new Keywords();
    private final ArrayDeque<Tail> tail = new ArrayDeque<>();
    private volatile MailboxName name;
    private volatile boolean gone;
    private Counters counters = Counters.NEW;
    private @Nullable MessageTable table;
    private @Nullable History history;
    private boolean tailPinned;

    /// How often everything was taken anew; guarded by the lock, read by one loader.
    private final AtomicInteger reloads = new AtomicInteger();

    private long appliedLsn;

    /// The most messages that are kept in memory while nobody has it open.
    private long room = Long.MAX_VALUE;

    /// A change of messages that the index may not have yet.
    private record Tail(long lsn, Change change) {}

    /// What may be asked of the messages while the lock is held.
    interface Look<T> {
        T at(MessageTable table);
    }

    MailboxState(AccountState account, MailboxCreated created, Executor ringer) {
        this.id = created.mailbox();
        this.account = account;
        this.uidValidity = created.uidValidity();
        this.specialUse = created.specialUse();
        this.name = new MailboxName(created.name());
        this.bell = new Bell(ringer);
    }

    MailboxName name() {
        return name;
    }

    void rename(MailboxName to) {
        name = to;
    }

    private void ring() {
        bell.ring();
        account.changed(this);
    }

    boolean gone() {
        return gone;
    }

    void end() {
        gone = true;
        bell.ring();
    }

    /// After recovery, and after a batch was rolled back: nothing is ahead.
    void level() {
        lock.lock();
        try {
            deletedAhead = gone;
            ahead.level(counters, keywords.words());
        } finally {
            lock.unlock();
        }
    }

    MailboxInfo info() {
        lock.lock();
        try {
            return new MailboxInfo(
                    new MailboxId(id),
                    new AccountId(account.id),
                    name,
                    use(),
                    account.subscriptions.contains(name),
                    new UidValidity(uidValidity),
                    new Uid(counters.uidNext()),
                    new ModSeq(counters.modSeq()),
                    counters.exists(),
                    counters.unseen(),
                    counters.deleted(),
                    counters.octets());
        } finally {
            lock.unlock();
        }
    }

    Optional<SpecialUse> use() {
        return specialUse < 0 ? Optional.empty() : Optional.of(SpecialUse.values()[specialUse]);
    }

    /// Takes what a record did to this mailbox, all at once. Changes come in LSN order.
    ///
    /// @return whether the index must still take some of it
    boolean publish(long lsn, List<Change> changes) {
        boolean tailed = false;
        lock.lock();
        try {
            for (Change change : changes) {
                if (change instanceof MailboxCounted counted) {
                    counters = counted.counters();
                } else if (change instanceof KeywordsAdded(_, int first, var words)) {
                    keywords.add(first, words);
                } else {
                    tail.add(new Tail(lsn, change));
                    tailed = true;
                    ahead.published(change);
                    if (table != null && history != null) {
                        show(change, table, history);
                        forgetMany(table);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        ring();
        return tailed;
    }

    private void forgetMany(MessageTable messages) {
        if (messages.count() > room) {
            table = null;
            history = null;
        }
    }

    private static void show(Change change, MessageTable table, History history) {
        if (change instanceof MessagesAdded(_, var rows)) {
            rows.forEach(table::add);
        } else if (change instanceof FlagsChanged(_, long modSeq, var rows)) {
            for (FlagRow row : rows) {
                table.flag(row.uid(), modSeq, row.flags(), row.keywords());
            }
        } else if (change instanceof Expunged(_, long modSeq, long[] uids, _)) {
            table.remove(uids);
            history.add(modSeq, uids);
        }
    }

    /// Forgets what the index has.
    ///
    /// @return whether nothing is left to forget
    boolean applied(long lsn) {
        lock.lock();
        try {
            appliedLsn = Math.max(appliedLsn, lsn);
            if (!tailPinned) {
                while (!tail.isEmpty() && tail.getFirst().lsn() <= appliedLsn) {
                    tail.removeFirst();
                }
            }
            return tail.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Loads the messages, unless they are here: what the index has, and over it what it lacks. The
    /// tail is kept from before the query until after it, so that nothing falls between.
    void load(IndexReader index) throws IOException {
        loading.lock();
        try {
            while (pinTail()) {
                try {
                    int before = reloads.get();
                    var fresh = new MessageTable();
                    show(fresh, History.load(index, id, fresh::add), before);
                } finally {
                    unpinTail();
                }
            }
        } finally {
            loading.unlock();
        }
    }

    /// Takes what the index has in place of what is here, at once for those who look: records are
    /// missing in between.
    void reload(Counters now, IndexReader index) throws IOException {
        if (now.equals(counters())) {
            return; // whatever happens to messages moves the counters on
        }
        boolean done = false;
        while (!done) {
            boolean open = isLoaded();
            var fresh = new MessageTable();
            var past = open ? History.load(index, id, fresh::add) : new History();
            lock.lock();
            try {
                reloads.incrementAndGet();
                done = open == (table != null);
                if (done) {
                    tail.clear();
                    counters = now;
                    table = open ? fresh : null;
                    history = open ? past : null;
                }
            } finally {
                lock.unlock();
            }
        }
        ring();
    }

    private Counters counters() {
        lock.lock();
        try {
            return counters;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLoaded() {
        lock.lock();
        try {
            return table != null;
        } finally {
            lock.unlock();
        }
    }

    private boolean pinTail() {
        lock.lock();
        try {
            room = Long.MAX_VALUE;
            tailPinned = table == null;
            return tailPinned;
        } finally {
            lock.unlock();
        }
    }

    private void show(MessageTable fresh, History past, int before) {
        lock.lock();
        try {
            if (reloads.get() != before) {
                return; // what was read is older than what is here now
            }
            tail.forEach(entry -> show(entry.change(), fresh, past));
            table = fresh;
            history = past;
        } finally {
            lock.unlock();
        }
    }

    private void unpinTail() {
        lock.lock();
        try {
            tailPinned = false;
            applied(appliedLsn);
        } finally {
            lock.unlock();
        }
    }

    /// Nobody has it open any more: the messages are kept, as many as are counted for now.
    ///
    /// @return the messages that it is counted for
    long rest() {
        lock.lock();
        try {
            room = StoreLimits.IDLE_MAILBOX + (table == null ? 0L : table.count());
            return room;
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the messages; for when nobody has it open.
    void unload() {
        lock.lock();
        try {
            table = null;
            history = null;
        } finally {
            lock.unlock();
        }
    }

    /// Looks at the messages.
    <T> T look(Look<T> look) {
        lock.lock();
        try {
            if (table == null) {
                throw new IllegalStateException("the mailbox " + id + " is not open");
            }
            return look.at(table);
        } finally {
            lock.unlock();
        }
    }

    /// The message as callers see it; while the lock is held.
    MessageInfo info(MessageRow row) {
        return new MessageInfo(
                new Uid(row.uid()),
                keywords.flags(row.flags(), row.keywords()),
                new ModSeq(row.modSeq()),
                row.place().size(),
                Instant.ofEpochMilli(row.date()),
                Instant.ofEpochMilli(row.saved()),
                new EmailId(row.blob()));
    }

    /// The words of the keywords, by their bits.
    List<String> words() {
        lock.lock();
        try {
            return keywords.words();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the next messages into a window, those from a UID on.
    void show(MessageWindow window, long first, long last) {
        look(messages -> {
            window.clear();
            messages.from(first, (block, at) -> window.fill(block, at, last, keywords));
            return window;
        });
    }

    Flags keywords() {
        lock.lock();
        try {
            return new Flags(java.util.Set.of(), java.util.Set.copyOf(keywords.words()));
        } finally {
            lock.unlock();
        }
    }

    Changes changesSince(long since) {
        return look(messages -> {
            var changed = new java.util.ArrayList<MessageInfo>();
            if (since < counters.modSeq()) {
                messages.changed(since, row -> changed.add(info(row)));
            }
            var past = java.util.Objects.requireNonNull(history);
            return new Changes(
                    changed,
                    past.since(since, messages, counters.uidNext()),
                    new ModSeq(counters.modSeq()),
                    messages.uids());
        });
    }
}
