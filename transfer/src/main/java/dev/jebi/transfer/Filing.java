package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.SpecialUse;
import dev.jebi.transfer.addresses.AddressLimits;
import dev.jebi.transfer.addresses.AddressSettings;
import dev.jebi.transfer.addresses.Addresses;
import dev.jebi.transfer.addresses.Srs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;

/// What decides where mail goes once it is here: addresses and what they lead to, forwarding, and
/// the rules of account holders. Safe for use by several threads.
///
/// @param sealer what is put above mail that is passed on
public record Filing(
        MailStore store, Addresses addresses, Srs srs, Sealer sealer, InstantSource clock) {
    /// The filing of a store.
    public static Filing of(
            MailStore store, AddressSettings settings, Sealer sealer, InstantSource clock)
            throws IOException {
        return new Filing(
                store,
                new Addresses(store, settings, AddressLimits.STANDARD, clock),
                new Srs(store.register(), clock),
                sealer,
                clock);
    }

    /// The filing of a store where nothing is decided otherwise.
    static Filing standard(MailStore store, InstantSource clock) {
        try {
            return of(store, AddressSettings.STANDARD, Sealer.NONE, clock);
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

    /// The mailbox for junk.
    Optional<MailboxName> junk(Account account) {
        return store.mailboxes(account.id()).stream()
                .filter(info -> info.specialUse().filter(SpecialUse.JUNK::equals).isPresent())
                .map(MailboxInfo::name)
                .findFirst();
    }
}
