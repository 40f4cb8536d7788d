package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountPlaced;
import dev.jebi.mailstore.change.Change.AccountRemoved;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.AccountUsed;
import dev.jebi.mailstore.change.Change.AccountWarned;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Change.BlobMoved;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.DomainRemoved;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.FlagsChanged;
import dev.jebi.mailstore.change.Change.IdsGiven;
import dev.jebi.mailstore.change.Change.KeptCounted;
import dev.jebi.mailstore.change.Change.KeptDropped;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MailboxDeleted;
import dev.jebi.mailstore.change.Change.MailboxRenamed;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.Change.NodeEnded;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientGone;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.Change.RegisterExpired;
import dev.jebi.mailstore.change.Change.RegisterSet;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Change.UidValidityRaised;
import dev.jebi.mailstore.change.Change.UidsVanished;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The accounts and mailboxes whose state changes move, and so may be ahead of.
record Touched(Set<Integer> accounts, Set<Integer> mailboxes) {
    static Touched by(List<Change> changes) {
        var touched = new Touched(new HashSet<>(), new HashSet<>());
        changes.forEach(touched::add);
        return touched;
    }

    private void add(Change change) {
        switch (change) {
            case AccountSet of -> accounts.add(of.account());
            case AccountRemoved of -> accounts.add(of.account());
            case AccountUsed of -> accounts.add(of.account());
            case AccountWarned of -> accounts.add(of.account());
            case MessagesKept of -> accounts.add(of.account());
            case KeptDropped of -> accounts.add(of.account());
            case KeptCounted of -> accounts.add(of.account());
            case MailboxCreated of -> mailboxes.add(of.mailbox());
            case MailboxDeleted of -> mailboxes.add(of.mailbox());
            case KeywordsAdded of -> mailboxes.add(of.mailbox());
            case MailboxCounted of -> mailboxes.add(of.mailbox());
            case MessagesAdded of -> mailboxes.add(of.mailbox());
            case FlagsChanged of -> mailboxes.add(of.mailbox());
            case Expunged of -> mailboxes.add(of.mailbox());
            case UidsVanished of -> mailboxes.add(of.mailbox());
            case UidValidityRaised of -> mailboxes.add(of.mailbox());
            case MailboxRenamed _, Subscribed _, DomainAdded _, DomainRemoved _ -> {
                // numbered from what is published
            }
            case BlobStored _, BlobMoved _, BlobCounted _, IdsGiven _ -> {
                // nothing of it is in memory
            }
            case MailQueued _, RecipientDeferred _, RecipientGone _, RecipientsHeld _ -> {
                // numbered from what is published
            }
            case RegisterSet _, RegisterExpired _, RecipientRedirected _ -> {
                // likewise
            }
            case RecipientsLeased _, NodeEnded _, AccountPlaced _ -> {
                // likewise
            }
        }
    }
}
