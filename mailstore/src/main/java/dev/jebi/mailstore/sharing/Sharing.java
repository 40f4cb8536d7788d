package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.sharing.AccessList.Key;
import dev.jebi.mailstore.sharing.AccessLists.Grant;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Who may do what with whose mailboxes (RFC 4314). Safe for use by several threads.
public final class Sharing {
    private final MailStore store;
    private final Groups groups;
    private final AccessLists lists;

    /// Of a store.
    public Sharing(MailStore store, Groups groups) {
        this.store = store;
        this.groups = groups;
        this.lists =
                new AccessLists(store.register(), id -> store.directory().account(id).isPresent());
    }

    /// A mailbox of another, and what somebody may do with it.
    public record Granted(MailboxInfo mailbox, Rights rights) {}

    private static Grant grant(MailboxInfo mailbox) {
        return new Grant(mailbox.account(), mailbox.id());
    }

    /// The rights that an account has on a mailbox; its owner has all, always.
    public Rights rights(Account who, AccountId owner, MailboxId mailbox) throws IOException {
        if (who.id().equals(owner)) {
            return Rights.ALL;
        }
        var given = Rights.NONE;
        var taken = Rights.NONE;
        for (var entry : lists.of(new Grant(owner, mailbox)).entries().entrySet()) {
            if (isAbout(entry.getKey().whom(), who)) {
                if (entry.getKey().negative()) {
                    taken = taken.with(entry.getValue());
                } else {
                    given = given.with(entry.getValue());
                }
            }
        }
        return given.without(taken);
    }

    /// As the other one.
    public Rights rights(Account who, MailboxInfo mailbox) throws IOException {
        return rights(who, mailbox.account(), mailbox.id());
    }

    private boolean isAbout(Identifier whom, Account who) {
        return switch (whom) {
            case Identifier.Anyone _ -> true;
            case Identifier.Person(var account, _) -> account.equals(who.id());
            case Identifier.Group(var name) -> groups.member(name, who);
        };
    }

    /// The list of a mailbox, without those who are not there any more.
    public AccessList list(MailboxInfo mailbox) throws IOException {
        var there = new java.util.LinkedHashMap<Key, Rights>();
        lists.of(grant(mailbox))
                .entries()
                .forEach((key, rights) -> {
                    if (isThere(key.whom())) {
                        there.put(key, rights);
                    }
                });
        return new AccessList(there);
    }

    private boolean isThere(Identifier whom) {
        return !(whom instanceof Identifier.Person(var account, _))
                || store.directory().account(account).isPresent();
    }

    /// Whom a text means: `anyone`, an account's address or a group's; empty when nobody is called
    /// so.
    public Optional<Identifier> identifier(String text) {
        if (text.toLowerCase(Locale.ROOT).equals(Identifier.ANYONE)) {
            return Optional.of(new Identifier.Anyone());
        }
        var account = store.directory().account(text);
        if (account.isPresent()) {
            var address = account.get().address().toString();
            return Optional.of(new Identifier.Person(account.get().id(), address));
        }
        return groups.exists(text) ? Optional.of(new Identifier.Group(text)) : Optional.empty();
    }

    /// Changes the list of a mailbox.
    ///
    /// @return false when it would become too long
    public boolean change(MailboxInfo mailbox, UnaryOperator<AccessList> how) throws IOException {
        return lists.change(grant(mailbox), how);
    }

    /// Gives a new mailbox the list of the one above it (RFC 4314 §4).
    public void inherit(MailboxInfo from, MailboxInfo to) throws IOException {
        var list = lists.of(grant(from));
        if (!list.entries().isEmpty()) {
            boolean _ = lists.change(grant(to), _ -> list);
        }
    }

    /// Forgets the list of a mailbox that was deleted (RFC 4314 §4).
    public void deleted(MailboxInfo mailbox) throws IOException {
        lists.remove(grant(mailbox));
    }

    /// The mailboxes of others that an account has any right on.
    public List<Granted> granted(Account who) throws IOException {
        var grants = lists.grants(who.id(), group -> groups.member(group, who));
        if (grants.isEmpty()) {
            return List.of();
        }
        Map<AccountId, Map<MailboxId, MailboxInfo>> owners = new HashMap<>();
        var granted = new ArrayList<Granted>();
        for (Grant grant : grants) {
            var mailbox = owners.computeIfAbsent(grant.owner(), this::byId).get(grant.mailbox());
            if (mailbox != null && !grant.owner().equals(who.id())) {
                var rights = rights(who, mailbox);
                if (!rights.isEmpty()) {
                    granted.add(new Granted(mailbox, rights));
                }
            }
        }
        return granted;
    }

    private Map<MailboxId, MailboxInfo> byId(AccountId owner) {
        var mailboxes = new HashMap<MailboxId, MailboxInfo>();
        store.mailboxes(owner).forEach(mailbox -> mailboxes.put(mailbox.id(), mailbox));
        return mailboxes;
    }
}
