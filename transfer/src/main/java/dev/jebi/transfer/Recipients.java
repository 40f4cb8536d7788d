package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Directory;
import dev.jebi.mailstore.MailStore;
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
    /// @param claims where room is claimed
    RecipientVerdict decide(ForwardPath path, boolean mayRelay, OptionalLong size, Claims claims) {
        return switch (path) {
            case ForwardPath.Postmaster _ -> postmaster();
            case ForwardPath.To(var address) ->
                    directory().local(address.domain())
                            ? local(address, size, claims)
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

    private RecipientVerdict local(Address address, OptionalLong size, Claims claims) {
        var account = directory().recipient(address);
        if (account.isEmpty()) {
            return refused(550, "5.1.1", "No such user here: " + address);
        }
        boolean postmaster = address.localPart().equalsIgnoreCase(POSTMASTER);
        if (!account.get().active() && !postmaster) {
            return refused(550, "5.2.1", "This account takes no mail");
        }
        var id = account.get().id();
        long limit = store.quota(id).octetsLimit();
        if (limit > 0 && size.orElse(1) > limit) {
            return refused(552, "5.2.2", "The message is larger than the quota");
        }
        if (!claims.claim(store, id, size)) {
            return refused(452, "4.2.2", "The mailbox is full");
        }
        return new Taken(new Recipient.Local(address, id));
    }

    private static RecipientVerdict refused(int code, String status, String line) {
        return new Refused(Reply.of(code, status, line));
    }
}
