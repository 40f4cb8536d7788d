package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.transfer.abuse.Taste;
import dev.jebi.transfer.addresses.AddressLimits;
import dev.jebi.transfer.addresses.AddressSettings;
import dev.jebi.transfer.addresses.Addresses;
import dev.jebi.transfer.addresses.Poster;
import dev.jebi.transfer.addresses.Srs;
import dev.jebi.transfer.filing.ScriptLimits;
import dev.jebi.transfer.filing.SieveFiling;
import dev.jebi.transfer.filing.StoredScripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What decides where mail goes once it is here: addresses and what they lead to, forwarding, and
/// the rules of account holders. Safe for use by several threads.
///
/// @param sealer what is put above mail that is passed on
/// @param taste what account holders have taught about junk
public record Filing(
        MailStore store,
        Addresses addresses,
        SieveFiling rules,
        Srs srs,
        Sealer sealer,
        Taste taste,
        InstantSource clock) {
    /// The same filing, which minds what account holders have taught about junk.
    public Filing with(Taste learned) {
        return new Filing(store, addresses, rules, srs, sealer, learned, clock);
    }

    /// The filing of a store.
    ///
    /// @param hostname what this host calls itself
    public static Filing of(
            MailStore store,
            String hostname,
            AddressSettings settings,
            Sealer sealer,
            InstantSource clock)
            throws IOException {
        var addresses = new Addresses(store, settings, AddressLimits.STANDARD, clock);
        var scripts = new StoredScripts(store.register(), ScriptLimits.STANDARD);
        return new Filing(
                store,
                addresses,
                new SieveFiling(store, scripts, addresses, hostname, clock),
                new Srs(store.register(), clock),
                sealer,
                Taste.NONE,
                clock);
    }

    /// The filing of a store where nothing is decided otherwise.
    static Filing standard(MailStore store, String hostname, InstantSource clock) {
        try {
            return of(store, hostname, AddressSettings.STANDARD, Sealer.NONE, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether an account has copies of its mail, rather than have it forwarded without.
    boolean keeps(Account account) {
        try {
            return addresses
                    .book()
                    .forward(account.id())
                    .filter(forward -> !forward.keep())
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The reverse-path with which mail is sent on by an address of ours. Mail of our own domains
    /// keeps its own: this host may send it.
    ReversePath forwarded(ReversePath from, Address by) throws IOException {
        boolean foreign =
                from.address().filter(a -> !store.directory().local(a.domain())).isPresent();
        return foreign && addresses.settings().srs() ? srs.forwarded(from, by.domain()) : from;
    }

    /// Whom a report to an address of ours gets to: behind an alias or a list, or behind an address
    /// that was rewritten when its mail was sent on.
    Reached reach(Address address) {
        var accounts = new ArrayList<Account>();
        var elsewhere = new ArrayList<Address>();
        if (Srs.rewritten(address) && originator(address) instanceof Srs.Reversal.To(var to)) {
            if (!store.directory().local(to.domain())) {
                return new Reached(List.of(), List.of(to));
            }
            expand(to, accounts, elsewhere);
        } else {
            expand(address, accounts, elsewhere);
        }
        return new Reached(accounts, elsewhere);
    }

    private void expand(Address address, List<Account> accounts, List<Address> elsewhere) {
        var poster = new Poster(ReversePath.NULL, Optional.empty(), true);
        for (var stream : addresses.expand(List.of(address), poster).streams()) {
            accounts.addAll(stream.accounts().keySet());
            elsewhere.addAll(stream.elsewhere().keySet());
        }
    }

    private Srs.Reversal originator(Address address) {
        try {
            return srs.reverse(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
