package dev.jebi.mailstore;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountPlaced;
import dev.jebi.mailstore.change.Change.AccountRemoved;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.DomainRemoved;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MailboxDeleted;
import dev.jebi.mailstore.change.Change.MailboxRenamed;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Change.UidValidityRaised;
import dev.jebi.mailstore.change.QueuedMail;
import dev.jebi.mailstore.index.IndexReader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings a node's memory to a state that it did not follow step by step. Whoever has a mailbox
/// open goes on: what is still there stays the same for them, with all that changed meanwhile.
final class Reload {
    private final Inventory inventory;
    private final QueueState queue;
    private final Set<Integer> domains = new HashSet<>();
    private final Set<Integer> accounts = new HashSet<>();
    private final Set<String> placed = new HashSet<>();
    private final Map<Integer, MailboxCreated> mailboxes = new HashMap<>();
    private final Map<Integer, Set<String>> subscriptions = new HashMap<>();
    private final List<QueuedMail> mails = new ArrayList<>();
    private final List<RecipientsLeased> leases = new ArrayList<>();

    Reload(Inventory inventory, QueueState queue) {
        this.inventory = inventory;
        this.queue = queue;
    }

    /// Takes the state.
    ///
    /// @param index what can be read of the same moment
    void take(List<Change> state, IndexReader index) throws IOException {
        state.forEach(this::note);
        inventory.publish(0, gone());
        inventory.placements().keySet().retainAll(placed);
        var changes = new ArrayList<Change>();
        var counted = new ArrayList<MailboxCounted>();
        for (Change change : state) {
            if (change instanceof MailboxCreated created
                    && inventory.mailbox(created.mailbox()).isPresent()) {
                rename(created, changes);
            } else if (change instanceof MailboxCounted now) {
                counted.add(now);
            } else if (!(change instanceof MailQueued || change instanceof RecipientsLeased)) {
                changes.add(change); // the queue is taken as a whole
            }
        }
        inventory.publish(0, changes);
        for (MailboxCounted now : counted) {
            var mailbox = inventory.mailbox(now.mailbox());
            if (mailbox.isPresent()) {
                mailbox.get().reload(now.counters(), index);
            }
        }
        queue.reload(mails, leases);
        inventory.register().forgetAll();
        inventory.level();
    }

    private void note(Change change) {
        if (change instanceof DomainAdded(int domain, _)) {
            domains.add(domain);
        } else if (change instanceof AccountSet account) {
            accounts.add(account.account());
        } else if (change instanceof AccountPlaced(String address, _)) {
            placed.add(address);
        } else if (change instanceof MailboxCreated created) {
            mailboxes.put(created.mailbox(), created);
        } else if (change instanceof Subscribed(int account, String name, _)) {
            subscriptions.computeIfAbsent(account, _ -> new HashSet<>()).add(name);
        } else if (change instanceof MailQueued(var mail)) {
            mails.add(mail);
        } else if (change instanceof RecipientsLeased leased) {
            leases.add(leased);
        }
    }

    private static void rename(MailboxCreated now, List<Change> changes) {
        changes.add(new MailboxRenamed(now.mailbox(), now.name()));
        changes.add(new UidValidityRaised(now.mailbox(), now.uidValidity()));
    }

    /// What is no longer there.
    private List<Change> gone() {
        var gone = new ArrayList<Change>();
        for (Map.Entry<Domain, Integer> domain : inventory.domains().entrySet()) {
            if (!domains.contains(domain.getValue())) {
                gone.add(new DomainRemoved(domain.getValue()));
            }
        }
        for (AccountState account : inventory.accounts()) {
            for (MailboxState mailbox : account.mailboxes.values()) {
                if (!mailboxes.containsKey(mailbox.id)) {
                    gone.add(new MailboxDeleted(mailbox.id));
                }
            }
            var names = subscriptions.getOrDefault(account.id, Set.of());
            for (MailboxName name : account.subscriptions) {
                if (!names.contains(name.value())) {
                    gone.add(new Subscribed(account.id, name.value(), false));
                }
            }
            if (!accounts.contains(account.id)) {
                gone.add(new AccountRemoved(account.id));
            }
        }
        return gone;
    }
}
