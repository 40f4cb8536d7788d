package dev.jebi.imapserver;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.sharing.Rights;
import dev.jebi.mailstore.sharing.Sharing;

import java.io.IOException;
import java.io.UncheckedIOException;

/// What an account may do with a mailbox of another: asked anew every time, so that who loses a
/// right has lost it in the sessions that they have.
record LiveAccess(Sharing sharing, Account who, AccountId owner, MailboxId mailbox)
        implements Access {
    @Override
    public Rights rights() {
        try {
            return sharing.rights(who, owner, mailbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // ends the command; nothing is granted
        }
    }
}
