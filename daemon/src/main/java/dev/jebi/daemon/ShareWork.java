package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.KeptViews;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.sharing.AccessList;
import dev.jebi.mailstore.sharing.AppendLimits;
import dev.jebi.mailstore.sharing.Groups;
import dev.jebi.mailstore.sharing.Operators;
import dev.jebi.mailstore.sharing.Rights;
import dev.jebi.mailstore.sharing.SharedTrees;
import dev.jebi.mailstore.sharing.Sharing;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// What an administrator does with mailboxes that several accounts use. Safe for use by several
/// threads.
final class ShareWork {
    private final MailStore store;
    private final Sharing sharing;
    private final SharedTrees trees;

    ShareWork(MailStore store, Groups groups) {
        this.store = store;
        this.sharing = new Sharing(store, groups);
        this.trees = new SharedTrees(store.register());
    }

    Outcome run(AdminRequest.Share request) throws IOException {
        var words = request.words();
        if (request.act() == ShareAct.LIST && words.getFirst().isEmpty()) {
            return published();
        }
        String address = Address.parse(words.getFirst()).toString();
        var found = store.directory().account(address);
        if (found.isEmpty()) {
            return bad("there is no account " + address + "; 'jebi account list' shows all");
        }
        var account = found.get();
        return switch (request.act()) {
            case PUBLISH -> publish(account, words.get(1));
            case WITHDRAW -> withdraw(account);
            case GRANT -> grant(account, words.get(1), words.get(2), words.get(3));
            case REVOKE -> revoke(account, words.get(1), words.get(2));
            case LIST -> list(account);
            case LIMIT -> limit(account, words.get(1), words.get(2));
            case OPERATOR -> operator(account, words.get(1));
            case EXPUNGED -> expunged(account, words.get(1));
        };
    }

    private Outcome publish(Account account, String name) throws IOException {
        String normal = new MailboxName(name).value();
        var other = trees.account(normal);
        if (other.isPresent() && store.directory().account(other.get()).isEmpty()) {
            trees.hide(normal); // that account was removed
        }
        trees.show(normal, account.id());
        return Outcome.done(account.address() + " is shared as " + normal);
    }

    private Outcome operator(Account account, String answer) throws IOException {
        if (!answer.equals("yes") && !answer.equals("no")) {
            return bad("'" + answer + "' is neither yes nor no");
        }
        boolean yes = answer.equals("yes");
        new Operators(store.register()).set(account.id(), yes);
        return Outcome.done(account.address() + (yes ? " is an operator" : " is no operator"));
    }

    private Outcome expunged(Account account, String name) throws IOException {
        var as =
                name.isEmpty() ? Optional.<MailboxName>empty() : Optional.of(new MailboxName(name));
        new KeptViews(store, InstantSource.system()).set(account.id(), as);
        return Outcome.done(
                account.address()
                        + (as.isPresent()
                                ? " sees what was expunged as " + as.get()
                                : " sees nothing of what was expunged"));
    }

    private Outcome published() throws IOException {
        var lines = new ArrayList<String>();
        for (var tree : trees.all().entrySet()) {
            store.directory()
                    .account(tree.getValue())
                    .ifPresent(owner -> lines.add(tree.getKey() + "\t" + owner.address()));
        }
        return Outcome.done(lines);
    }

    private Outcome withdraw(Account account) throws IOException {
        var name = trees.name(account.id());
        return name.isPresent() && trees.hide(name.get())
                ? Outcome.done(account.address() + " is not shared as " + name.get() + " any more")
                : bad(account.address() + " is not shared under a name");
    }

    private Outcome grant(Account owner, String mailbox, String whom, String letters)
            throws IOException {
        var rights = Rights.parse(letters);
        return change(owner, mailbox, whom, (list, key) -> list.with(key, rights));
    }

    private Outcome revoke(Account owner, String mailbox, String whom) throws IOException {
        return change(owner, mailbox, whom, (list, key) -> list.with(key, Rights.NONE));
    }

    /// A change of what somebody has.
    private interface Change {
        AccessList of(AccessList list, AccessList.Key key);
    }

    private Outcome change(Account owner, String name, String whom, Change change)
            throws IOException {
        boolean negative = whom.startsWith("-");
        var identifier = sharing.identifier(negative ? whom.substring(1) : whom);
        if (identifier.isEmpty()) {
            return bad("there is neither an account nor a group " + whom);
        }
        var mailboxes = mailboxes(owner, name);
        if (mailboxes.isEmpty()) {
            return bad(owner.address() + " has no mailbox " + name);
        }
        var key = new AccessList.Key(identifier.get(), negative);
        UnaryOperator<AccessList> how = list -> change.of(list, key);
        for (MailboxInfo mailbox : mailboxes) {
            if (!sharing.change(mailbox, how)) {
                return bad("an access list has at most " + AccessList.MOST + " entries");
            }
        }
        return Outcome.done(
                mailboxes.stream().flatMap(mailbox -> lines(mailbox).stream()).toList());
    }

    /// The mailbox of that name, or all of them.
    private List<MailboxInfo> mailboxes(Account owner, String name) {
        return name.equals("*")
                ? store.mailboxes(owner.id())
                : store.mailbox(owner.id(), new MailboxName(name)).stream().toList();
    }

    private Outcome list(Account owner) {
        return Outcome.done(
                store.mailboxes(owner.id()).stream()
                        .flatMap(mailbox -> lines(mailbox).stream())
                        .toList());
    }

    private List<String> lines(MailboxInfo mailbox) {
        var lines = new ArrayList<String>();
        try {
            sharing.list(mailbox)
                    .entries()
                    .forEach((key, rights) ->
                            lines.add(
                                    String.join(
                                            "\t",
                                            mailbox.name().value(),
                                            key.name(),
                                            rights.letters())));
            var limit = new AppendLimits(store.register()).of(mailbox.id());
            limit.ifPresent(octets -> lines.add(mailbox.name() + "\tappend-limit\t" + octets));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return lines;
    }

    private Outcome limit(Account owner, String name, String quantity) throws IOException {
        var mailbox = store.mailbox(owner.id(), new MailboxName(name));
        if (mailbox.isEmpty()) {
            return bad(owner.address() + " has no mailbox " + name);
        }
        var octets =
                quantity.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Quantity.octets(quantity));
        new AppendLimits(store.register()).set(mailbox.get().id(), octets);
        return Outcome.done(
                octets.isPresent()
                        ? "messages for "
                                + name
                                + " that are uploaded have at most "
                                + octets.getAsLong()
                                + " octets"
                        : name + " has no limit of its own");
    }

    private static Outcome bad(String complaint) {
        return Outcome.failed(ExitCode.BAD_DATA, complaint);
    }
}
