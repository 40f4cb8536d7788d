package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.cluster.Shard;
import dev.jebi.sasl.ScramKeys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The directory of a store of several databases. Home has all domains, and remembers where each
/// address has its account, so that no address ever has two. The others have the domains of their
/// accounts. Safe for use by several threads.
final class ShardedDirectory implements Directory {
    private static final String POSTMASTER = "postmaster";

    private final List<JournaledStore> shards;
    private final JournaledStore home;

    /// @param shards home first
    ShardedDirectory(List<JournaledStore> shards) {
        this.shards = shards;
        this.home = shards.getFirst();
    }

    @Override
    public boolean local(Domain domain) {
        return home.directory().local(domain);
    }

    @Override
    public List<Domain> domains() {
        return home.directory().domains();
    }

    @Override
    public boolean addDomain(Domain domain) throws IOException {
        return home.directory().addDomain(domain);
    }

    @Override
    public boolean removeDomain(Domain domain) throws IOException {
        boolean there = false;
        for (JournaledStore shard : shards.reversed()) {
            there = shard.directory().removeDomain(domain); // the answer is home's, which is last
        }
        return there;
    }

    @Override
    public Optional<Account> recipient(Address address) {
        if (!local(address.domain())) {
            return Optional.empty();
        }
        var account = account(address.toString()).filter(Account::active);
        if (account.isEmpty() && Logins.key(address.localPart()).equals(POSTMASTER)) {
            account = postmaster(address.domain());
        }
        return account;
    }

    /// The first of the domain, else of the store, as each database would say it (RFC 5321 §4.5.1).
    private Optional<Account> postmaster(Domain domain) {
        return shards.stream()
                .flatMap(shard -> shard.directory().accounts().stream())
                .filter(Account::active)
                .min(
                        Comparator.comparing(
                                        (Account one) -> !one.address().domain().equals(domain))
                                .thenComparingInt(one -> one.id().value()));
    }

    @Override
    public Optional<Account> account(String login) {
        var found = new ArrayList<Account>();
        for (JournaledStore shard : shards) {
            if (login.indexOf('@') < 0 && shard.accountDirectory().ambiguous(login)) {
                return Optional.empty();
            }
            shard.directory().account(login).ifPresent(found::add);
        }
        // a local part alone must mean one
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    @Override
    public Optional<Account> account(AccountId id) {
        int number = Shard.ofId(id.value());
        return number < shards.size()
                ? shards.get(number).directory().account(id)
                : Optional.empty();
    }

    /// The directory that has a login; home's for one that there is not.
    private Directory of(String login) {
        return account(login)
                .map(account -> shards.get(Shard.ofId(account.id().value())).directory())
                .orElseGet(home::directory);
    }

    @Override
    public List<Account> accounts() {
        return shards.stream()
                .flatMap(shard -> shard.directory().accounts().stream())
                .sorted(
                        Comparator.comparing((Account account) -> account.address().domain())
                                .thenComparing(account -> account.address().localPart()))
                .toList();
    }

    @Override
    public Optional<Account> addAccount(
            Address address, String password, long octets, long messages) throws IOException {
        if (!local(address.domain())) {
            throw new IllegalArgumentException("the domain " + address.domain() + " is not local");
        }
        if (account(address.toString()).isPresent()) {
            return Optional.empty();
        }
        int place = home.accountDirectory().place(address, emptiest());
        if (place >= shards.size()) {
            throw new IOException(address + " belongs to shard " + place + ", which is not here");
        }
        var directory = shards.get(place).directory();
        if (!directory.local(address.domain())) {
            directory.addDomain(address.domain());
        }
        return directory.addAccount(address, password, octets, messages);
    }

    private int emptiest() {
        var counts = new ArrayList<Integer>();
        for (JournaledStore shard : shards) {
            counts.add(shard.accountDirectory().count());
        }
        return counts.indexOf(counts.stream().min(Comparator.naturalOrder()).orElseThrow());
    }

    @Override
    public boolean removeAccount(Address address) throws IOException {
        boolean there = of(address.toString()).removeAccount(address);
        home.accountDirectory().displace(address);
        return there;
    }

    @Override
    public boolean password(Address address, String password) throws IOException {
        return of(address.toString()).password(address, password);
    }

    @Override
    public boolean quota(Address address, long octets, long messages) throws IOException {
        return of(address.toString()).quota(address, octets, messages);
    }

    @Override
    public boolean verify(String login, String password) {
        return of(login).verify(login, password);
    }

    @Override
    public ScramKeys scram(String login) {
        return of(login).scram(login);
    }

    @Override
    public Optional<String> canonical(String login) {
        return of(login).canonical(login);
    }
}
