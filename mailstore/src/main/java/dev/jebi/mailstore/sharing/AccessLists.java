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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The access lists of all mailboxes, in the register. Safe for use by several threads.
final class AccessLists {
    private static final String LIST = "acl";
    private static final String GRANTED = "acl-granted";
    private static final String GRANTED_ANYONE = "acl-granted-anyone";
    private static final String GRANTED_GROUP = "acl-granted-group";
    private static final byte[] NOTHING = {};

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
        return decoded(register.value(name(mailbox)));
    }

    private static AccessList decoded(Optional<byte[]> value) {
        return value.map(AccessList::decode).orElse(AccessList.EMPTY);
    }

    /// Changes a list, unless what it becomes is too long.
    ///
    /// @return false when it is
    boolean change(Grant mailbox, UnaryOperator<AccessList> how) throws IOException {
        var tooLong = new AtomicBoolean();
        boolean done =
                register.change(
                        name(mailbox),
                        value -> {
                            var before = decoded(value);
                            var after = how.apply(before);
                            tooLong.set(after.entries().size() > AccessList.MOST);
                            return tooLong.get() ? List.of() : puts(mailbox, before, after, true);
                        });
        if (!done) { // an account was removed meanwhile: the list counts
            boolean _ =
                    register.change(
                            name(mailbox),
                            value -> {
                                var before = decoded(value);
                                return puts(mailbox, before, how.apply(before), false);
                            });
        }
        return !tooLong.get();
    }

    /// @param all the grants, too
    private List<Put> puts(Grant mailbox, AccessList before, AccessList after, boolean all) {
        if (before.entries().isEmpty() && after.entries().isEmpty()) {
            return List.of();
        }
        var puts = new ArrayList<Put>();
        if (all) {
            for (Identifier whom : whom(after)) {
                puts.add(Put.of(grant(whom, mailbox), NOTHING));
            }
            for (Identifier whom : whom(before)) {
                if (!whom(after).contains(whom)) {
                    puts.add(Put.none(grant(whom, mailbox)));
                }
            }
            puts.removeIf(put -> gone(put.name()));
        }
        puts.add(
                after.entries().isEmpty()
                        ? Put.none(name(mailbox))
                        : Put.of(name(mailbox), after.encode()));
        return puts;
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
