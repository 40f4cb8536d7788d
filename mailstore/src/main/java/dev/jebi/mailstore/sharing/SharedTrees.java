package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Accounts whose mailboxes the operator shows as shared ones, under a name of their own, in place
/// of another user's. They are accounts like others: they have addresses, a quota and rules, and
/// access lists say who may use their mailboxes. Safe for use by several threads.
public final class SharedTrees {
    private static final String KIND = "shared-tree";

    /// How many there can be.
    public static final int MOST = 10_000;

    private final Register register;

    /// Of a store.
    public SharedTrees(Register register) {
        this.register = register;
    }

    /// The account behind a name.
    public Optional<AccountId> account(String name) throws IOException {
        if (name.length() > Register.MAX_KEY) {
            return Optional.empty(); // clients may ask for whatever is the name of a mailbox
        }
        return register.value(Name.of(KIND, name)).map(SharedTrees::id);
    }

    /// The name of an account's tree, where it has one.
    public Optional<String> name(AccountId account) throws IOException {
        for (var tree : all().entrySet()) {
            if (tree.getValue().equals(account)) {
                return Optional.of(tree.getKey());
            }
        }
        return Optional.empty();
    }

    /// All of them, by name.
    public SortedMap<String, AccountId> all() throws IOException {
        var all = new TreeMap<String, AccountId>();
        register.values(Optional.empty(), KIND, MOST)
                .forEach((name, octets) -> all.put(name, id(octets)));
        return all;
    }

    private static AccountId id(byte[] octets) {
        return new AccountId(Integer.parseInt(new String(octets, StandardCharsets.US_ASCII)));
    }

    /// Shows an account under a name, and under no other.
    ///
    /// @throws IllegalArgumentException when it can be no name, or is another account's
    public void show(String name, AccountId account) throws IOException {
        String normal = new MailboxName(name).value();
        if (normal.indexOf(MailboxName.SEPARATOR) >= 0) {
            throw new IllegalArgumentException("the name of a shared tree is one level");
        }
        var there = account(normal);
        if (there.isPresent() && !there.get().equals(account)) {
            throw new IllegalArgumentException("another account is shared as " + normal);
        }
        var before = name(account);
        if (before.isPresent() && !before.get().equals(normal)) {
            boolean _ = register.remove(Name.of(KIND, before.get()));
        }
        boolean _ =
                register.put(
                        Name.of(KIND, normal),
                        ("" + account.value()).getBytes(StandardCharsets.US_ASCII));
    }

    /// Shows it no more under that name; false when nothing was.
    public boolean hide(String name) throws IOException {
        return account(name).isPresent() && register.remove(Name.of(KIND, name));
    }
}
