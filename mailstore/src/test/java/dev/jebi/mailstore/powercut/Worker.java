package dev.jebi.mailstore.powercut;

import dev.jebi.address.Address;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A session's hands: does acts on a store and tells the model of them, with what a client sees
/// afterwards. Every fact is changed by one worker at a time, so that what is seen is what the act
/// made. For one thread.
final class Worker {
    final MailStore store;
    final Randomly random;
    final String name;
    final Model model;
    private final PowerDisk disk;
    private final Reading reading;
    private int count;

    /// @param name no other worker's
    Worker(MailStore store, PowerDisk disk, Model model, String name, Randomly random) {
        this.store = store;
        this.disk = disk;
        this.model = model;
        this.name = name;
        this.random = random;
        this.reading = new Reading(store);
    }

    /// What an act does; tells which facts it may have changed.
    interface Doing {
        Collection<? extends Fact.Key> run() throws IOException;
    }

    String next() {
        return name + "." + count++;
    }

    void act(String what, Doing doing) throws IOException {
        int begun = disk.now();
        var touched = Set.copyOf(doing.run());
        var act = new Model.Act(next() + " " + what, begun, disk.now());
        var made = new HashMap<Fact.Key, Optional<Fact.Value>>();
        for (Fact.Key key : touched) {
            var value = reading.value(key);
            if (value.isPresent() || model.knows(key)) {
                made.put(key, value);
            }
        }
        model.done(act, made);
    }

    /// An account of its own, made where it is missing.
    AccountId account(String localPart) throws IOException {
        var address = new Address(localPart, Mails.DOMAIN);
        var there = store.directory().account(address.toString());
        if (there.isEmpty()) {
            act(
                    "domain",
                    () -> {
                        store.directory().addDomain(Mails.DOMAIN);
                        return Set.of(new Fact.OfDomain(Mails.DOMAIN.name()));
                    });
            act(
                    "account",
                    () -> {
                        var made = store.directory().addAccount(address, "secret", 0, 0);
                        return structure(made.orElseThrow().id());
                    });
        }
        return store.directory().account(address.toString()).orElseThrow().id();
    }

    /// An account, its mailboxes and subscriptions, as they are named now.
    Set<Fact.Key> structure(AccountId account) {
        var keys = new HashSet<Fact.Key>();
        keys.add(new Fact.OfAccount(account.value()));
        store.mailboxes(account).forEach(info -> keys.add(new Fact.OfMailbox(info.id().value())));
        store.subscriptions(account)
                .forEach(at -> keys.add(new Fact.OfSubscription(account.value(), at.value())));
        return keys;
    }

    MailboxInfo inbox(AccountId account) {
        return store.mailbox(account, dev.jebi.mailstore.MailboxName.INBOX).orElseThrow();
    }

    /// The copies of a message among those that have come since `from` was told.
    Set<Fact.OfMessage> arrived(MailboxInfo from, String subject) throws IOException {
        var found = new HashSet<Fact.OfMessage>();
        try (var mailbox = store.open(from.account(), from.name()).orElseThrow()) {
            long end = mailbox.info().uidNext().value();
            for (long uid = from.uidNext().value(); uid < end; uid++) {
                var head = mailbox.head(new Uid(uid));
                if (head.isPresent()
                        && head.get().envelope().subject().equals(Optional.of(subject))) {
                    found.add(new Fact.OfMessage(from.id().value(), uid));
                }
            }
        }
        return found;
    }

    /// Looks at a mailbox as a client does, and keeps what it saw.
    void look(MailboxInfo info) throws IOException {
        try (var mailbox = store.open(info.account(), info.name()).orElseThrow()) {
            show(mailbox);
            var changes = mailbox.changesSince(ModSeq.ZERO);
            var flags = new TreeMap<Long, String>();
            changes.changed().forEach(m -> flags.put(m.uid().value(), m.flags().toString()));
            int id = info.id().value();
            model.looked(new Model.Look(disk.now(), id, changes.upTo().value(), flags));
        }
    }

    void show(Mailbox mailbox) {
        var info = mailbox.info();
        model.shown(
                new Model.Shown(
                        disk.now(),
                        info.id().value(),
                        info.uidNext().value(),
                        info.highestModSeq().value()));
    }
}
