package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.AccountUsed;
import dev.jebi.mailstore.change.Change.KeptCounted;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// An account in memory. What ends in `Ahead` is what records that are numbered but not yet durable
/// have made of it, and belongs to the committer thread; the rest may be read by every thread.
final class AccountState {
    private static final Comparator<MailboxName> INBOX_FIRST =
            Comparator.comparing((MailboxName name) -> !name.isInbox())
                    .thenComparing(MailboxName::value);

    final int id;
    final Address address;
    final ConcurrentSkipListMap<MailboxName, MailboxState> mailboxes =
            new ConcurrentSkipListMap<>(INBOX_FIRST);

    /// RFC 3501 §6.3.6: names, whether or not there are mailboxes of these names.
    final ConcurrentSkipListSet<MailboxName> subscriptions =
            new ConcurrentSkipListSet<>(INBOX_FIRST);

    /// RFC 1939 §4: one session at a time has the maildrop.
    final AtomicBoolean maildropLocked = new AtomicBoolean();

    /// What messages on their way were promised of its quota.
    final PromisedRoom promised = new PromisedRoom();

    /// What it has that can be restored.
    final KeptState kept;

    private final Bell bell;
    private final LastChanges changes = new LastChanges();

    boolean removedAhead;
    AccountUsed usedAhead;
    AccountSet setAhead;
    int warnedAhead;
    private volatile AccountUsed used;
    private volatile AccountSet set;
    private volatile int warned;

    AccountState(Address address, AccountSet set, Executor ringer) {
        this.id = set.account();
        this.address = address;
        this.bell = new Bell(ringer);
        this.set = set;
        this.setAhead = set;
        this.used = new AccountUsed(id, 0, 0);
        this.usedAhead = used;
        this.kept = new KeptState(new KeptCounted(id, 0, 0));
    }

    AccountSet set() {
        return set;
    }

    void set(AccountSet now) {
        set = now;
    }

    void warned(int level) {
        warned = level;
    }

    /// Whether its owner must be told how full it is.
    boolean warningDue() {
        return set.active() && quota().level() > warned;
    }

    /// Octets of its messages, and of those that are kept for it.
    long octets() {
        return used.octets() + kept.count().octets();
    }

    void used(AccountUsed now) {
        used = now;
    }

    /// Calls when anything of it changes: mailboxes, what is in them, subscriptions, small values.
    Watch watch(Runnable onChange) {
        return bell.watch(onChange);
    }

    /// What has changed since then.
    AccountNews news(long since) {
        return changes.since(since);
    }

    /// Something in a mailbox has changed.
    void changed(MailboxState mailbox) {
        changes.in(mailbox);
        bell.ring();
    }

    /// Anything else of it has changed.
    void changed() {
        changes.other();
        bell.ring();
    }

    void subscribe(MailboxName name, boolean now) {
        if (now) {
            subscriptions.add(name);
        } else {
            subscriptions.remove(name);
        }
        changed();
    }

    /// After recovery, and after a batch was rolled back: nothing is ahead.
    void level() {
        removedAhead = false;
        usedAhead = used;
        setAhead = set;
        warnedAhead = warned;
        kept.level();
    }

    Account account() {
        return new Account(new AccountId(id), address, set.active());
    }

    Quota quota() {
        return quota(set, used);
    }

    private static Quota quota(AccountSet set, AccountUsed by) {
        return new Quota(set.octetsLimit(), set.messagesLimit(), by.octets(), by.messages());
    }

    /// Its quota as the records that are numbered make it; on the committer thread.
    Quota quotaAhead() {
        return quota(setAhead, usedAhead);
    }

    /// Whether so much more fits; on the committer thread.
    boolean fitsAhead(long octets, long messages) {
        return quotaAhead().fits(octets, messages);
    }

    void useAhead(long octets, long messages) {
        usedAhead =
                new AccountUsed(id, usedAhead.octets() + octets, usedAhead.messages() + messages);
    }

    Optional<MailboxState> mailbox(MailboxName name) {
        return Optional.ofNullable(mailboxes.get(name));
    }

    /// Where a delivery goes: this mailbox, or INBOX where it is not there; on the committer
    /// thread.
    Optional<MailboxState> target(MailboxName name) {
        return mailbox(name)
                .filter(mailbox -> !mailbox.deletedAhead)
                .or(() -> mailbox(MailboxName.INBOX));
    }
}
