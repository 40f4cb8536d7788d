package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The access lists of all mailboxes, in the register. Safe for use by several threads; two changes
/// of one list at once, by two nodes of a cluster, may end with that of one.
final class AccessLists {
    private static final String LIST = "acl";
    private static final String GRANTED = "acl-granted";
    private static final String GRANTED_ANYONE = "acl-granted-anyone";
    private static final String GRANTED_GROUP = "acl-granted-group";
    private static final byte[] NOTHING = {};

    /// Changes of a process come one after the other: a change reads before it writes.
    private static final ReentrantLock CHANGING = new ReentrantLock();

    /// The most grants that are looked through for one listing.
    private static final int GRANTS = 20_000;

    private final Register register;
    private final Predicate<AccountId> exists;

    /// @param exists who is there: a put for one who is not would undo the others
    AccessLists(Register register, Predicate<AccountId> exists) {
        this.register = register;
        this.exists = exists;
    }

    /// A mailbox that somebody was granted something on; the list decides what.
    record Grant(AccountId owner, MailboxId mailbox) {
        String key() {
            return owner.value() + "/" + mailbox.value();
        }

        static Optional<Grant> of(String key) {
            int slash = key.indexOf('/');
            if (slash < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Grant(
                            new AccountId(Integer.parseInt(key.substring(0, slash))),
                            new MailboxId(Integer.parseInt(key.substring(slash + 1)))));
        }
    }

    private static Name name(Grant mailbox) {
        return Name.of(mailbox.owner, LIST, "" + mailbox.mailbox.value());
    }

    AccessList of(Grant mailbox) throws IOException {
        return register.value(name(mailbox)).map(AccessList::decode).orElse(AccessList.EMPTY);
    }

    /// Changes a list, unless what it becomes is too long.
    ///
    /// @return false when it is
    boolean change(Grant mailbox, UnaryOperator<AccessList> how) throws IOException {
        CHANGING.lock();
        try {
            var before = of(mailbox);
            var after = how.apply(before);
            if (after.entries().size() > AccessList.MOST) {
                return false;
            }
            var puts = new ArrayList<Put>();
            for (Identifier whom : whom(after)) {
                puts.add(Put.of(grant(whom, mailbox), NOTHING));
            }
            for (Identifier whom : whom(before)) {
                if (!whom(after).contains(whom)) {
                    puts.add(Put.none(grant(whom, mailbox)));
                }
            }
            puts.removeIf(put -> gone(put.name()));
            var list =
                    after.entries().isEmpty()
                            ? Put.none(name(mailbox))
                            : Put.of(name(mailbox), after.encode());
            puts.add(list);
            if (!register.put(puts)) { // an account was removed meanwhile: the list counts
                boolean _ = register.put(List.of(list));
            }
            return true;
        } finally {
            CHANGING.unlock();
        }
    }

    private boolean gone(Name name) {
        return name.owner().filter(owner -> !exists.test(owner)).isPresent();
    }

    private static Set<Identifier> whom(AccessList list) {
        var whom = new HashSet<Identifier>();
        list.entries()
                .keySet()
                .forEach(key -> {
                    if (!key.negative()) {
                        whom.add(key.whom());
                    }
                });
        return whom;
    }

    private static Name grant(Identifier whom, Grant mailbox) {
        return switch (whom) {
            case Identifier.Anyone _ -> Name.of(GRANTED_ANYONE, mailbox.key());
            case Identifier.Person person -> Name.of(person.account(), GRANTED, mailbox.key());
            case Identifier.Group group ->
                    Name.of(GRANTED_GROUP, mailbox.key() + " " + group.name());
        };
    }

    /// The mailboxes on which an account was granted something, by itself, as a member or as
    /// anyone.
    Set<Grant> grants(AccountId account, Predicate<String> memberOf) throws IOException {
        var grants = new HashSet<Grant>();
        for (String key : register.values(Optional.of(account), GRANTED, GRANTS).keySet()) {
            Grant.of(key).ifPresent(grants::add);
        }
        for (String key : register.values(Optional.empty(), GRANTED_ANYONE, GRANTS).keySet()) {
            Grant.of(key).ifPresent(grants::add);
        }
        for (String key : register.values(Optional.empty(), GRANTED_GROUP, GRANTS).keySet()) {
            int space = key.indexOf(' ');
            if (space > 0 && memberOf.test(key.substring(space + 1))) {
                Grant.of(key.substring(0, space)).ifPresent(grants::add);
            }
        }
        return grants;
    }

    /// Forgets the list of a mailbox that is deleted (RFC 4314 §4).
    void remove(Grant mailbox) throws IOException {
        boolean _ = change(mailbox, _ -> AccessList.EMPTY);
    }
}
