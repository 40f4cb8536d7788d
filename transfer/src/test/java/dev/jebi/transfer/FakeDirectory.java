package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Directory;
import dev.jebi.sasl.ScramKeys;

import java.util.List;
import java.util.Optional;

/// A directory with one local domain, `us.test`, and one account in it, `alice`.
final class FakeDirectory implements Directory {
    private static final Account ALICE =
            new Account(new AccountId(1), Address.parse("alice@us.test"), true);

    @Override
    public boolean local(Domain domain) {
        return domain.name().equals("us.test");
    }

    @Override
    public Optional<Account> recipient(Address address) {
        return Optional.of(ALICE).filter(alice -> alice.address().equals(address));
    }

    @Override
    public List<Domain> domains() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean addDomain(Domain domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeDomain(Domain domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> account(String login) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Account> accounts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> addAccount(
            Address address, String password, long octets, long messages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeAccount(Address address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean password(Address address, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean quota(Address address, long octets, long messages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean verify(String login, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScramKeys scram(String login) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> canonical(String login) {
        throw new UnsupportedOperationException();
    }
}
