package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountPlaced;
import dev.jebi.mailstore.change.Change.AccountRemoved;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.DomainRemoved;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Secret;
import dev.jebi.sasl.ScramKeys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Domains and accounts. Safe for use by several threads.
final class AccountDirectory implements Directory {
    /// RFC 5321 §4.5.1: always somebody's.
    private static final String POSTMASTER = "postmaster";

    /// What an account is given, besides INBOX: Outlook and others look for them by these names.
    private static final List<SpecialUse> STANDARD =
            List.of(
                    SpecialUse.DRAFTS,
                    SpecialUse.SENT,
                    SpecialUse.JUNK,
                    SpecialUse.TRASH,
                    SpecialUse.ARCHIVE);

    private static final int SECRET_OCTETS = 1_000;

    private final Inventory inventory;
    private final MailboxChanges mailboxes;
    private final Ids ids;
    private final Passwords passwords;
    private final Structure structure;

    AccountDirectory(
            Inventory inventory,
            MailboxChanges mailboxes,
            Ids ids,
            Passwords passwords,
            Structure structure) {
        this.inventory = inventory;
        this.mailboxes = mailboxes;
        this.ids = ids;
        this.passwords = passwords;
        this.structure = structure;
    }

    @Override
    public boolean local(Domain domain) {
        return inventory.domains().containsKey(domain);
    }

    @Override
    public List<Domain> domains() {
        return List.copyOf(inventory.domains().keySet());
    }

    @Override
    public boolean addDomain(Domain domain) throws IOException {
        return structure.change(() -> {
            if (local(domain)) {
                return false;
            }
            return structure.commit(
                    ChangeCodec.bound(1, domain.name().length()),
                    _ -> List.of(new DomainAdded(ids.next(), domain.name())));
        });
    }

    @Override
    public boolean removeDomain(Domain domain) throws IOException {
        return structure.change(() -> {
            var id = inventory.domains().get(domain);
            if (id == null) {
                return false;
            }
            if (inventory.accounts().stream().anyMatch(a -> a.address.domain().equals(domain))) {
                throw new IllegalStateException("the domain " + domain + " still has accounts");
            }
            return structure.commit(ChangeCodec.bound(1, 0), _ -> List.of(new DomainRemoved(id)));
        });
    }

    @Override
    public Optional<Account> recipient(Address address) {
        if (!local(address.domain())) {
            return Optional.empty();
        }
        var account = inventory.account(address).filter(state -> state.set().active());
        if (account.isEmpty() && Logins.key(address.localPart()).equals(POSTMASTER)) {
            account = postmaster(address.domain());
        }
        return account.map(AccountState::account);
    }

    private Optional<AccountState> postmaster(Domain domain) {
        return inventory.accounts().stream()
                .filter(state -> state.set().active())
                .min(
                        Comparator.comparing((AccountState s) -> !s.address.domain().equals(domain))
                                .thenComparingInt(state -> state.id));
    }

    private Optional<AccountState> find(String login) {
        int at = login.lastIndexOf('@');
        if (at >= 0) {
            return Logins.domain(login.substring(at + 1))
                    .flatMap(domain ->
                            inventory.account(new Address(login.substring(0, at), domain)));
        }
        // without a domain, where only one can be meant
        var found = new ArrayList<AccountState>();
        for (Domain domain : inventory.domains().keySet()) {
            inventory.account(new Address(login, domain)).ifPresent(found::add);
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private Optional<AccountState> active(String login) {
        return find(login).filter(state -> state.set().active());
    }

    @Override
    public Optional<Account> account(String login) {
        return find(login).map(AccountState::account);
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return inventory.account(id).map(AccountState::account);
    }

    @Override
    public List<Account> accounts() {
        return inventory.accounts().stream()
                .sorted(
                        Comparator.comparing((AccountState s) -> s.address.domain())
                                .thenComparing(s -> s.address.localPart()))
                .map(AccountState::account)
                .toList();
    }

    @Override
    public Optional<Account> addAccount(
            Address address, String password, long octets, long messages) throws IOException {
        var secret = secret(password);
        return structure.change(() -> {
            var domain = inventory.domains().get(address.domain());
            if (domain == null) {
                throw new IllegalArgumentException(
                        "the domain " + address.domain() + " is not local");
            }
            if (inventory.account(address).isPresent()) {
                return Optional.empty();
            }
            structure.commit(
                    ChangeCodec.bound(
                            2 + STANDARD.size(), address.localPart().length() + SECRET_OCTETS),
                    _ -> {
                        var account =
                                new AccountSet(
                                        ids.next(),
                                        domain,
                                        address.localPart(),
                                        true,
                                        secret,
                                        octets,
                                        messages);
                        return added(account);
                    });
            return inventory.account(address).map(AccountState::account);
        });
    }

    /// Whether accounts of several domains have this local part.
    boolean ambiguous(String localPart) {
        return inventory.domains().keySet().stream()
                        .filter(domain ->
                                inventory.account(new Address(localPart, domain)).isPresent())
                        .limit(2)
                        .count()
                > 1;
    }

    /// How many accounts there are.
    int count() {
        return inventory.accounts().size();
    }

    /// Says in which shard an address has its account, unless that is said already.
    ///
    /// @param wanted the shard, where none is said
    /// @return the shard
    int place(Address address, int wanted) throws IOException {
        String key = Logins.key(address);
        return structure.change(() -> {
            int home = inventory.account(address).isPresent() ? 0 : wanted;
            Integer known = inventory.placements().get(key);
            if (known != null) {
                return known;
            }
            structure.commit(
                    ChangeCodec.bound(1, key.length()), _ -> List.of(new AccountPlaced(key, home)));
            return home;
        });
    }

    /// Forgets where an address had its account.
    void displace(Address address) throws IOException {
        String key = Logins.key(address);
        boolean _ =
                structure.change(() ->
                        inventory.placements().containsKey(key)
                                && structure.commit(
                                        ChangeCodec.bound(1, key.length()),
                                        _ -> List.of(new AccountPlaced(key, -1))));
    }

    private List<Change> added(AccountSet account) {
        var changes = new ArrayList<Change>();
        changes.add(account);
        changes.add(
                mailboxes.created(account.account(), MailboxName.INBOX, Optional.empty(), true));
        for (SpecialUse use : STANDARD) {
            changes.add(
                    mailboxes.created(account.account(), use.mailbox(), Optional.of(use), true));
        }
        return changes;
    }

    private Secret secret(String password) {
        String hash = passwords.hash(password);
        var keys = passwords.keys(password);
        return new Secret(hash, keys.salt(), keys.iterations(), keys.storedKey(), keys.serverKey());
    }

    @Override
    public boolean removeAccount(Address address) throws IOException {
        return structure.change(() -> {
            var account = inventory.account(address);
            if (account.isEmpty()) {
                return false;
            }
            var state = account.get();
            return structure.commit(
                    ChangeCodec.bound(2 + 2 * state.mailboxes.size(), 0),
                    _ -> {
                        state.removedAhead = true;
                        var draft = new Draft();
                        state.mailboxes
                                .values()
                                .forEach(mailbox -> MailboxChanges.deleted(draft, mailbox));
                        var changes = draft.done();
                        changes.add(new AccountRemoved(state.id));
                        return changes;
                    });
        });
    }

    @Override
    public boolean password(Address address, String password) throws IOException {
        var secret = secret(password);
        return change(
                address,
                old ->
                        new AccountSet(
                                old.account(),
                                old.domain(),
                                old.localPart(),
                                old.active(),
                                secret,
                                old.octetsLimit(),
                                old.messagesLimit()));
    }

    @Override
    public boolean quota(Address address, long octets, long messages) throws IOException {
        return change(
                address,
                old ->
                        new AccountSet(
                                old.account(),
                                old.domain(),
                                old.localPart(),
                                old.active(),
                                old.secret(),
                                octets,
                                messages));
    }

    private boolean change(Address address, UnaryOperator<AccountSet> how) throws IOException {
        return structure.change(() -> {
            var account = inventory.account(address);
            return account.isPresent()
                    && structure.commit(
                            ChangeCodec.bound(2, address.localPart().length() + SECRET_OCTETS),
                            _ -> changed(account.get(), how.apply(account.get().set())));
        });
    }

    private static List<Change> changed(AccountState account, AccountSet now) {
        account.setAhead = now;
        var changes = new ArrayList<Change>();
        changes.add(now);
        Draft.rearm(account, changes);
        return changes;
    }

    @Override
    public boolean verify(String login, String password) {
        var account = active(login);
        return passwords.verify(
                account.map(state -> state.address.toString()).orElse(login),
                account.map(state -> state.set().secret().hash()),
                password);
    }

    @Override
    public ScramKeys scram(String login) {
        return active(login)
                .map(state -> state.set().secret())
                .map(secret ->
                        new ScramKeys(
                                secret.salt(),
                                secret.iterations(),
                                secret.storedKey(),
                                secret.serverKey()))
                .orElseGet(() -> passwords.fakeKeys(login));
    }

    @Override
    public Optional<String> canonical(String login) {
        return active(login).map(state -> state.address.toString());
    }
}
