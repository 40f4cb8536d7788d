package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.sasl.Credentials;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Who owns which address. Every change returns when it is durable. Safe for use by several
/// threads.
public interface Directory extends Credentials {
    /// Whether mail for this domain is delivered here.
    boolean local(Domain domain);

    /// The domains whose mail is delivered here.
    List<Domain> domains();

    /// Adds a domain; false when it was there.
    boolean addDomain(Domain domain) throws IOException;

    /// Removes a domain; false when there was none.
    ///
    /// @throws IllegalStateException when it still has accounts
    boolean removeDomain(Domain domain) throws IOException;

    /// Who receives mail for an address of a local domain; local parts are compared without regard
    /// to case. Postmaster of every local domain always has somebody: the account of that name,
    /// else the first account of the domain, else of the store (RFC 5321 §4.5.1).
    Optional<Account> recipient(Address address);

    /// The account of that login: its address, in any case.
    Optional<Account> account(String login);

    /// The account of that number.
    default Optional<Account> account(AccountId id) {
        return accounts().stream().filter(account -> account.id().equals(id)).findFirst();
    }

    /// All accounts, by address.
    List<Account> accounts();

    /// Adds an account with its mailboxes.
    ///
    /// @param octets its quota, 0 for none
    /// @return empty when there is one of that address
    /// @throws IllegalArgumentException when the domain is not local
    Optional<Account> addAccount(Address address, String password, long octets, long messages)
            throws IOException;

    /// Removes an account with all its mail; false when there was none.
    boolean removeAccount(Address address) throws IOException;

    /// Gives an account another password; false when there is none.
    boolean password(Address address, String password) throws IOException;

    /// Gives an account another quota; false when there is none.
    boolean quota(Address address, long octets, long messages) throws IOException;
}
