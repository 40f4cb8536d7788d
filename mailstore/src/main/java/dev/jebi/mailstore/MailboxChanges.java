package dev.jebi.mailstore;

import dev.jebi.mailstore.MailboxChange.AlreadyExists;
import dev.jebi.mailstore.MailboxChange.Done;
import dev.jebi.mailstore.MailboxChange.NoSuchMailbox;
import dev.jebi.mailstore.MailboxChange.Refused;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MailboxDeleted;
import dev.jebi.mailstore.change.Change.MailboxRenamed;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Change.UidValidityRaised;
import dev.jebi.mailstore.change.ChangeCodec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Creates, deletes and renames mailboxes, and keeps what is subscribed to. One such change is
/// under way at a time, for the whole store, so that what was checked still holds when it is
/// numbered. Safe for use by several threads.
final class MailboxChanges {
    private final Inventory inventory;
    private final MessageChanges messages;
    private final OpenMailboxes open;
    private final Ids ids;
    private final Structure structure;

    MailboxChanges(
            Inventory inventory,
            MessageChanges messages,
            OpenMailboxes open,
            Ids ids,
            Structure structure) {
        this.inventory = inventory;
        this.messages = messages;
        this.open = open;
        this.ids = ids;
        this.structure = structure;
    }

    MailboxChange create(AccountId account, MailboxName name, Optional<SpecialUse> use)
            throws IOException {
        return structure.change(() -> {
            var state = inventory.account(account);
            return state.isEmpty() ? new NoSuchMailbox() : create(state.get(), name, use);
        });
    }

    /// As the other one, without a special use.
    MailboxChange create(AccountId account, MailboxName name) throws IOException {
        return create(account, name, Optional.empty());
    }

    private MailboxChange create(AccountState account, MailboxName name, Optional<SpecialUse> use)
            throws IOException {
        if (account.mailbox(name).isPresent()) {
            return new AlreadyExists();
        }
        // RFC 6154 §3: a server may refuse a use that it cannot give twice
        boolean taken =
                use.isPresent()
                        && account.mailboxes.values().stream().anyMatch(m -> m.use().equals(use));
        if (taken) {
            return new Refused("another mailbox has this special use");
        }
        var missing = missingParents(account, name);
        if (account.mailboxes.size() + missing.size() >= StoreLimits.MAILBOXES) {
            return new Refused("too many mailboxes");
        }
        structure.commit(
                bound(missing.size() + 1),
                _ -> {
                    var changes = new ArrayList<Change>();
                    missing.forEach(
                            parent -> changes.add(created(account, parent, Optional.empty())));
                    changes.add(created(account, name, use));
                    return changes;
                });
        return done(account.mailbox(name));
    }

    private static int bound(int names) {
        return ChangeCodec.bound(2 * names + 4, (long) names * MailboxName.MAX_LENGTH);
    }

    private static Done done(MailboxState mailbox) {
        return new Done(mailbox.info());
    }

    /// Another node may have deleted it already.
    private static MailboxChange done(Optional<MailboxState> mailbox) {
        return mailbox.isPresent() ? done(mailbox.get()) : new NoSuchMailbox();
    }

    /// A mailbox with fresh numbers; on the committer thread.
    MailboxCreated created(AccountState account, MailboxName name, Optional<SpecialUse> use) {
        return created(account.id, name, use, false);
    }

    MailboxCreated created(
            int account, MailboxName name, Optional<SpecialUse> use, boolean subscribed) {
        return new MailboxCreated(
                ids.next(),
                account,
                name.value(),
                ids.nextUidValidity(),
                use.map(Enum::ordinal).orElse(-1),
                subscribed);
    }

    private static List<MailboxName> missingParents(AccountState account, MailboxName name) {
        var missing = new ArrayList<MailboxName>();
        int at = name.value().indexOf(MailboxName.SEPARATOR);
        while (at > 0) {
            var parent = new MailboxName(name.value().substring(0, at));
            if (account.mailbox(parent).isEmpty()) {
                missing.add(parent);
            }
            at = name.value().indexOf(MailboxName.SEPARATOR, at + 1);
        }
        return missing;
    }

    MailboxChange delete(AccountId account, MailboxName name) throws IOException {
        if (name.isInbox()) {
            return new Refused("INBOX is always there");
        }
        return structure.change(() -> {
            var mailbox = inventory.mailbox(account, name);
            if (mailbox.isEmpty()) {
                return new NoSuchMailbox();
            }
            var before = mailbox.get().info();
            open.open(mailbox.get());
            try {
                messages.delete(mailbox.get(), structure::commit);
            } finally {
                open.close(mailbox.get());
            }
            return new Done(before);
        });
    }

    /// Deletes a mailbox and gives back what it used; on the committer thread.
    static Draft deleted(Draft draft, MailboxState mailbox) {
        mailbox.deletedAhead = true;
        var counters = mailbox.ahead.counters();
        draft.use(mailbox.account, -counters.octets(), -counters.exists());
        return draft.change(new MailboxDeleted(mailbox.id));
    }

    Subscribing subscribe(AccountId id, MailboxName name, boolean subscribed) throws IOException {
        return structure.change(() -> {
            var account = inventory.account(id);
            if (account.isEmpty()) {
                return new Subscribing.NoSuchAccount();
            }
            if (account.get().subscriptions.contains(name) == subscribed) {
                return new Subscribing.Done();
            }
            if (subscribed && !mayHave(account.get(), name)) {
                return new Subscribing.TooMany();
            }
            structure.commit(
                    ChangeCodec.bound(1, name.value().length()),
                    _ -> List.of(new Subscribed(id.value(), name.value(), subscribed)));
            return new Subscribing.Done();
        });
    }

    /// Whether one more subscription is within the limits.
    private static boolean mayHave(AccountState account, MailboxName name) {
        if (account.mailbox(name).isPresent()) {
            return account.subscriptions.size() < StoreLimits.SUBSCRIPTIONS;
        }
        long alone =
                account.subscriptions.stream().filter(n -> account.mailbox(n).isEmpty()).count();
        return alone < StoreLimits.NAMES_WITHOUT_MAILBOX;
    }

    MailboxChange rename(AccountId id, MailboxName from, MailboxName to) throws IOException {
        return structure.change(() -> {
            var account = inventory.account(id);
            var mailbox = inventory.mailbox(id, from);
            if (account.isEmpty() || mailbox.isEmpty()) {
                return new NoSuchMailbox();
            }
            if (account.get().mailbox(to).isPresent()) {
                return new AlreadyExists();
            }
            if (from.isInbox()) {
                return moveInbox(account.get(), mailbox.get(), to);
            }
            if (to.value().startsWith(from.value() + MailboxName.SEPARATOR)) {
                return new Refused("a mailbox cannot be renamed into itself");
            }
            return rename(account.get(), mailbox.get(), to);
        });
    }

    /// Gives every mailbox another UIDVALIDITY (RFC 9051 §2.3.1.1): what UIDs meant since a backup
    /// was taken is not known.
    void raiseUidValidity() throws IOException {
        structure.change(() -> {
            for (AccountState account : inventory.accounts()) {
                var mailboxes = List.copyOf(account.mailboxes.values());
                structure.commit(
                        ChangeCodec.bound(mailboxes.size(), 0),
                        _ ->
                                mailboxes.stream()
                                        .map(mailbox ->
                                                (Change)
                                                        new UidValidityRaised(
                                                                mailbox.id, ids.nextUidValidity()))
                                        .toList());
            }
            return true;
        });
    }

    /// RFC 9051 §6.3.6: INBOX stays, and its messages move. The new mailbox is made first: a crash
    /// between leaves it empty, and nothing lost.
    private MailboxChange moveInbox(AccountState account, MailboxState inbox, MailboxName to)
            throws IOException {
        var created = create(account, to, Optional.empty());
        if (!(created instanceof Done)) {
            return created;
        }
        open.open(inbox);
        try {
            var target = account.mailbox(to); // another node may have deleted it already
            if (target.isPresent()) {
                messages.copy(inbox, UidSet.ALL, target.get(), FlagScope.ALL, true);
            }
        } finally {
            open.close(inbox);
        }
        return done(account.mailbox(to));
    }

    private MailboxChange rename(AccountState account, MailboxState mailbox, MailboxName to)
            throws IOException {
        String prefix = mailbox.name().value() + MailboxName.SEPARATOR;
        Map<MailboxState, MailboxName> names = new LinkedHashMap<>();
        names.put(mailbox, to);
        for (MailboxState child : account.mailboxes.values()) {
            if (child.name().value().startsWith(prefix)) {
                String name = to.value() + child.name().value().substring(prefix.length() - 1);
                if (name.length() > MailboxName.MAX_LENGTH) {
                    return new Refused("the name of a child would be too long");
                }
                names.put(child, new MailboxName(name));
            }
        }
        if (names.values().stream().anyMatch(name -> account.mailbox(name).isPresent())) {
            return new AlreadyExists();
        }
        var missing = missingParents(account, to);
        structure.commit(
                bound(missing, names),
                _ -> {
                    var changes = new ArrayList<Change>();
                    missing.forEach(
                            parent -> changes.add(created(account, parent, Optional.empty())));
                    names.forEach((state, name) -> changes.addAll(renamed(state, name)));
                    return changes;
                });
        return done(mailbox);
    }

    private static int bound(List<MailboxName> missing, Map<MailboxState, MailboxName> names) {
        long chars = missing.stream().mapToLong(name -> name.value().length()).sum();
        for (var entry : names.entrySet()) {
            chars += entry.getKey().name().value().length() + 2 * entry.getValue().value().length();
        }
        return ChangeCodec.bound(missing.size() + 3 * names.size(), chars);
    }

    /// RFC 9051 §6.3.6 does not say what becomes of a subscription: it follows the mailbox, which
    /// is at no moment without it.
    private static List<Change> renamed(MailboxState mailbox, MailboxName to) {
        var renamed = new MailboxRenamed(mailbox.id, to.value());
        var account = mailbox.account;
        String old = mailbox.name().value();
        return account.subscriptions.contains(mailbox.name())
                ? List.of(
                        new Subscribed(account.id, to.value(), true),
                        renamed,
                        new Subscribed(account.id, old, false))
                : List.of(renamed);
    }
}
