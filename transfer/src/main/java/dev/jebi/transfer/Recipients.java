package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Directory;
import dev.jebi.mailstore.MailStore;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.RecipientVerdict.Refused;
import dev.jebi.transfer.RecipientVerdict.Taken;
import dev.jebi.transfer.addresses.Resolution;
import dev.jebi.transfer.addresses.Srs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/// The look-up of recipients. Safe for use by several threads.
final class Recipients {
    private static final String POSTMASTER = "postmaster";

    private final Filing filing;
    private final MailStore store;

    Recipients(Filing filing) {
        this.filing = filing;
        this.store = filing.store();
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
        if (Srs.rewritten(address)) {
            switch (reversal(address)) {
                case Srs.Reversal.To(var originator) -> {
                    return directory().local(originator.domain())
                            ? resolved(originator, size, claims)
                            : new Taken(new Recipient.Remote(originator));
                }
                case Srs.Reversal.Refused(var why) -> {
                    return filing.addresses().resolve(address) instanceof Resolution.Unknown
                            ? refused(550, "5.1.1", why)
                            : resolved(address, size, claims);
                }
            }
        }
        return resolved(address, size, claims);
    }

    private Srs.Reversal reversal(Address address) {
        try {
            return filing.srs().reverse(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RecipientVerdict resolved(Address address, OptionalLong size, Claims claims) {
        return switch (filing.addresses().resolve(address)) {
            case Resolution.ToAccount(var account) -> holder(address, account, size, claims);
            case Resolution.ToSeveral(boolean elsewhere) ->
                    new Taken(new Recipient.Several(address, elsewhere, RecipientWishes.NONE));
            case Resolution.Inactive() -> refused(550, "5.2.1", "This account takes no mail");
            case Resolution.Endless() ->
                    refused(550, "5.4.6", "The address leads back to itself: " + address);
            case Resolution.Unknown() -> refused(550, "5.1.1", "No such user here: " + address);
        };
    }

    private RecipientVerdict holder(
            Address address, Account account, OptionalLong size, Claims claims) {
        var id = account.id();
        if (!filing.keeps(account)) { // room in a mailbox that nothing goes to is no matter
            return new Taken(new Recipient.Local(address, id));
        }
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
