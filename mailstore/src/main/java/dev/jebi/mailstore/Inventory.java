package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountPlaced;
import dev.jebi.mailstore.change.Change.AccountRemoved;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.AccountUsed;
import dev.jebi.mailstore.change.Change.AccountWarned;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Change.BlobMoved;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.DomainRemoved;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.FlagsChanged;
import dev.jebi.mailstore.change.Change.IdsGiven;
import dev.jebi.mailstore.change.Change.KeptCounted;
import dev.jebi.mailstore.change.Change.KeptDropped;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MailboxDeleted;
import dev.jebi.mailstore.change.Change.MailboxRenamed;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.Change.NodeEnded;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientGone;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.Change.RegisterExpired;
import dev.jebi.mailstore.change.Change.RegisterSet;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Change.UidValidityRaised;
import dev.jebi.mailstore.change.Change.UidsVanished;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Everything that is small, in memory: domains, accounts, mailboxes and the queue, as the durable
/// records have made them. Changes come from one thread, in LSN order; every thread may read.
final class Inventory {
    private final Executor ringer;
    private final QueueState queue;
    private final ConcurrentSkipListMap<Domain, Integer> domains = new ConcurrentSkipListMap<>();
    private final Map<Integer, Domain> domainNames = new ConcurrentHashMap<>();
    private final Map<Integer, AccountState> accounts = new ConcurrentHashMap<>();
    private final Map<String, AccountState> addresses = new ConcurrentHashMap<>();

    /// In which shard an address has its account, where there are several shards.
    private final Map<String, Integer> placements = new ConcurrentHashMap<>();

    private final Map<Integer, MailboxState> mailboxes = new ConcurrentHashMap<>();

    /// Mailboxes that have a tail which the index has not applied.
    private final Set<MailboxState> tailed = ConcurrentHashMap.newKeySet();

    /// Accounts whose owners must be told how full they are.
    private final Set<AccountState> warningsDue = ConcurrentHashMap.newKeySet();

    /// Rung when there is another one.
    final Bell warnings;

    private final RegisterMemory register = new RegisterMemory();

    private final AtomicLong structure = new AtomicLong();

    /// What all accounts have, with what is kept for them.
    private final LongAdder octets = new LongAdder();

    Inventory(Executor ringer, QueueState queue) {
        this.ringer = ringer;
        this.queue = queue;
        this.warnings = new Bell(ringer);
    }

    Set<AccountState> warningsDue() {
        return warningsDue;
    }

    RegisterMemory register() {
        return register;
    }

    Map<Domain, Integer> domains() {
        return domains;
    }

    Map<String, Integer> placements() {
        return placements;
    }

    Collection<AccountState> accounts() {
        return accounts.values();
    }

    Optional<AccountState> account(AccountId id) {
        return Optional.ofNullable(accounts.get(id.value()));
    }

    Optional<AccountState> account(Address address) {
        return Optional.ofNullable(addresses.get(Logins.key(address)));
    }

    Optional<MailboxState> mailbox(int id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    Optional<MailboxState> mailbox(AccountId account, MailboxName name) {
        return account(account).flatMap(state -> state.mailbox(name));
    }

    /// Octets that all accounts have, with what is kept for them.
    long octets() {
        return octets.sum();
    }

    private void use(AccountState account, AccountUsed now) {
        long before = account.octets();
        account.used(now);
        octets.add(account.octets() - before);
    }

    private void keep(AccountState account, KeptCounted now, long lsn) {
        long before = account.octets();
        account.kept.counted(now, lsn);
        octets.add(account.octets() - before);
    }

    /// How often domains, accounts or mailboxes have changed.
    long structure() {
        return structure.get();
    }

    private static boolean structural(Change change) {
        return change instanceof DomainAdded
                || change instanceof DomainRemoved
                || change instanceof AccountSet
                || change instanceof AccountRemoved
                || change instanceof AccountPlaced
                || change instanceof MailboxCreated
                || change instanceof MailboxRenamed
                || change instanceof MailboxDeleted
                || change instanceof Subscribed;
    }

    /// A mailbox as people know it: its account's address and its name.
    String named(int mailbox) {
        var state = mailboxes.get(mailbox);
        return state == null
                ? "mailbox " + mailbox
                : state.account.address + " " + state.name().value();
    }

    /// Takes the changes of a durable record. What refers to something unknown is passed over: it
    /// can only come after damage.
    @SuppressWarnings("checkstyle:MethodLength") // a switch that only dispatches
    void publish(long lsn, List<Change> changes) {
        Map<Integer, List<Change>> ofMailboxes = new LinkedHashMap<>();
        for (Change change : changes) {
            switch (change) {
                case DomainAdded(int domain, String name) -> add(domain, new Domain(name));
                case DomainRemoved(int domain) -> {
                    var name = domainNames.remove(domain);
                    if (name != null) {
                        domains.remove(name);
                    }
                }
                case AccountSet set -> set(set);
                case AccountRemoved(int account) -> {
                    var state = accounts.remove(account);
                    if (state != null) {
                        octets.add(-state.octets());
                        state.removedAhead = true; // another node may have removed it
                        addresses.remove(Logins.key(state.address));
                        warningsDue.remove(state);
                    }
                }
                case AccountPlaced(String address, int shard) -> {
                    if (shard < 0) {
                        placements.remove(address);
                    } else {
                        placements.put(address, shard);
                    }
                }
                case AccountUsed used -> with(used.account(), state -> use(state, used));
                case AccountWarned(int account, int level) ->
                        with(account, state -> state.warned(level));
                case MessagesKept kept -> with(kept.account(), state -> state.kept.kept(lsn));
                case KeptDropped(int account, _, _) ->
                        with(account, state -> state.kept.dropped(lsn));
                case KeptCounted count -> with(count.account(), state -> keep(state, count, lsn));
                case MailboxCreated created -> create(created);
                case MailboxRenamed(int mailbox, String name) ->
                        rename(mailbox, new MailboxName(name));
                case UidValidityRaised(int mailbox, long uidValidity) -> {
                    var state = mailboxes.get(mailbox);
                    if (state != null) {
                        state.uidValidity = uidValidity;
                    }
                }
                case Subscribed(int account, String name, boolean subscribed) ->
                        with(account, state -> state.subscribe(new MailboxName(name), subscribed));
                case MailboxDeleted(int mailbox) -> delete(mailbox);
                case KeywordsAdded of -> gather(ofMailboxes, of.mailbox(), of);
                case MailboxCounted of -> gather(ofMailboxes, of.mailbox(), of);
                case MessagesAdded of -> gather(ofMailboxes, of.mailbox(), of);
                case FlagsChanged of -> gather(ofMailboxes, of.mailbox(), of);
                case Expunged of -> gather(ofMailboxes, of.mailbox(), of);
                case BlobMoved(long blob, var place) -> queue.moved(blob, place);
                case BlobStored _, BlobCounted _, UidsVanished _, IdsGiven _ -> {
                    // messages and queue entries know the places of their octets
                }
                case MailQueued(var mail) -> queue.queued(mail);
                case RecipientDeferred deferred -> queue.deferred(deferred);
                case RecipientGone(long id, int number) -> queue.gone(id, number);
                case RecipientsHeld held -> queue.held(held);
                case RecipientRedirected to -> queue.redirected(to);
                case RecipientsLeased leased -> queue.leased(leased);
                case NodeEnded(long node) -> queue.ended(node);
                case RegisterSet(var rows) -> {
                    register.publish(lsn, rows);
                    rows.forEach(row -> with(row.owner(), AccountState::changed));
                }
                case RegisterExpired _ -> {
                    // what has expired is not shown anyway
                }
            }
        }
        ofMailboxes.forEach((mailbox, of) -> publish(lsn, mailbox, of));
        changes.forEach(this::mind);
        if (changes.stream().anyMatch(Inventory::structural)) {
            structure.incrementAndGet(); // last: whoever has seen less than this must see so
        }
    }

    private void with(int account, Consumer<AccountState> what) {
        var state = accounts.get(account);
        if (state != null) {
            what.accept(state);
        }
    }

    /// Finds out whether an account's owner must be told, after all of a record.
    private void mind(Change change) {
        if (change instanceof AccountUsed used) {
            with(used.account(), this::mind);
        } else if (change instanceof AccountSet set) {
            with(set.account(), this::mind);
        } else if (change instanceof AccountWarned warned) {
            with(warned.account(), this::mind);
        }
    }

    private void mind(AccountState account) {
        if (!account.warningDue()) {
            warningsDue.remove(account);
        } else if (warningsDue.add(account)) {
            warnings.ring();
        }
    }

    private static void gather(Map<Integer, List<Change>> into, int mailbox, Change change) {
        into.computeIfAbsent(mailbox, _ -> new ArrayList<>(4)).add(change);
    }

    private void publish(long lsn, int mailbox, List<Change> changes) {
        var state = mailboxes.get(mailbox);
        if (state != null && state.publish(lsn, changes)) {
            tailed.add(state);
        }
    }

    private void add(int id, Domain name) {
        domains.put(name, id);
        domainNames.put(id, name);
    }

    private void set(AccountSet set) {
        var known = accounts.get(set.account());
        var domain = domainNames.get(set.domain());
        if (known != null) {
            known.set(set);
        } else if (domain != null) {
            var state = new AccountState(new Address(set.localPart(), domain), set, ringer);
            accounts.put(state.id, state);
            addresses.put(Logins.key(state.address), state);
        }
    }

    private void create(MailboxCreated created) {
        var account = accounts.get(created.account());
        if (account != null) {
            var state = new MailboxState(account, created, ringer);
            mailboxes.put(state.id, state);
            if (created.subscribed()) { // first: what is there is never without it
                account.subscribe(state.name(), true);
            }
            account.mailboxes.put(state.name(), state);
            account.changed();
        }
    }

    private void rename(int mailbox, MailboxName name) {
        var state = mailboxes.get(mailbox);
        if (state != null) {
            state.account.mailboxes.remove(state.name(), state);
            state.rename(name);
            state.account.mailboxes.put(name, state);
            state.account.changed(); // last: whoever hears it finds the new name
        }
    }

    private void delete(int mailbox) {
        var state = mailboxes.remove(mailbox);
        if (state != null) {
            state.account.mailboxes.remove(state.name(), state);
            tailed.remove(state);
            state.deletedAhead = true; // another node may have deleted it
            state.end();
            state.account.changed();
        }
    }

    /// The index has everything up to there.
    void applied(long lsn) {
        register.applied(lsn);
        for (MailboxState state : List.copyOf(tailed)) {
            // removed first: what is published meanwhile adds it again
            tailed.remove(state);
            if (!state.applied(lsn)) {
                tailed.add(state);
            }
        }
    }

    /// Nothing is ahead of these changes: they were published for another node, or were rolled
    /// back.
    void level(List<Change> changes) {
        var touched = Touched.by(changes);
        touched.accounts().forEach(id -> with(id, AccountState::level));
        for (int id : touched.mailboxes()) {
            var mailbox = mailboxes.get(id);
            if (mailbox != null) {
                mailbox.level();
            }
        }
    }

    /// After recovery: nothing is ahead.
    void level() {
        accounts.values().forEach(AccountState::level);
        mailboxes.values().forEach(MailboxState::level);
    }
}
