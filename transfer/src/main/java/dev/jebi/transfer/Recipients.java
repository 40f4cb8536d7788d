package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Directory;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Quota;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.RecipientVerdict.Refused;
import dev.jebi.transfer.RecipientVerdict.Taken;

import java.util.Optional;
import java.util.OptionalLong;

/// The look-up of recipients. Safe for use by several threads.
final class Recipients {
    private static final String POSTMASTER = "postmaster";

    private final MailStore store;

    Recipients(MailStore store) {
        this.store = store;
    }

    /// Decides about a recipient.
    ///
    /// @param mayRelay whether recipients elsewhere are taken
    RecipientVerdict decide(ForwardPath path, boolean mayRelay, OptionalLong size) {
        return switch (path) {
            case ForwardPath.Postmaster _ -> postmaster();
            case ForwardPath.To(var address) ->
                    directory().local(address.domain())
                            ? local(address, size)
                            : remote(address, mayRelay);
        };
    }

    /// Whose mailbox mail for an address comes to.
    Optional<Account> owner(Address address) {
        return directory().local(address.domain())
                ? directory().recipient(address)
                : Optional.empty();
    }

    private Directory directory() {
        return store.directory();
    }

    /// Postmaster without a domain (RFC 5321 §4.5.1).
    private RecipientVerdict postmaster() {
        for (Domain domain : directory().domains()) {
            var address = new Address(POSTMASTER, domain);
            var account = directory().recipient(address);
            if (account.isPresent()) {
                return new Taken(new Recipient.Local(address, account.get().id()));
            }
        }
        return refused(450, "4.2.1", "There is no account here yet");
    }

    private static RecipientVerdict remote(Address address, boolean mayRelay) {
        if (!mayRelay) {
            String domain = address.domain().toString();
            return refused(550, "5.7.1", "Relaying denied: " + domain + " is not ours; sign in");
        }
        return new Taken(new Recipient.Remote(address));
    }

    private RecipientVerdict local(Address address, OptionalLong size) {
        var account = directory().recipient(address);
        if (account.isEmpty()) {
            return refused(550, "5.1.1", "No such user here: " + address);
        }
        boolean postmaster = address.localPart().equalsIgnoreCase(POSTMASTER);
        if (!account.get().active() && !postmaster) {
            return refused(550, "5.2.1", "This account takes no mail");
        }
        return quota(store.quota(account.get().id()), size)
                .orElseGet(() -> new Taken(new Recipient.Local(address, account.get().id())));
    }

    private static Optional<RecipientVerdict> quota(Quota quota, OptionalLong size) {
        long octets = size.orElse(1);
        if (quota.octetsLimit() > 0 && octets > quota.octetsLimit()) {
            return Optional.of(refused(552, "5.2.2", "The message is larger than the quota"));
        }
        if (!quota.fits(octets, 1)) {
            return Optional.of(refused(452, "4.2.2", "The mailbox is full"));
        }
        return Optional.empty();
    }

    private static RecipientVerdict refused(int code, String status, String line) {
        return new Refused(Reply.of(code, status, line));
    }
}
