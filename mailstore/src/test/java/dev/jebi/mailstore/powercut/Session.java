package dev.jebi.mailstore.powercut;

import dev.jebi.address.Address;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Appending;
import dev.jebi.mailstore.Copying;
import dev.jebi.mailstore.FlagChange;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What one session does over all the lives of a process: it has an account of its own, delivers to
/// everybody's, and changes only messages that it brought. For one thread.
final class Session {
    private static final List<String> NAMES =
            List.of("A", "A/b", "A/b/c", "B", "B/x", "메일", "Trash/old", "C");

    private final String localPart;

    /// The messages that it brought, by mailbox.
    private final Map<Integer, Set<Long>> mine = new HashMap<>();

    private Worker worker;
    private AccountId account;
    private int temporary;

    Session(String localPart, Worker worker) throws IOException {
        this.localPart = localPart;
        this.worker = worker;
        this.account = worker.account(localPart);
    }

    /// Goes on in the next life of the process.
    void goOn(Worker with) throws IOException {
        worker = with;
        account = with.account(localPart);
    }

    /// @param stepped told of each step
    void run(int steps, List<AccountId> everybody, Outbox outbox, Runnable stepped)
            throws IOException {
        for (int i = 0; i < steps; i++) {
            step(everybody, outbox);
            stepped.run();
        }
    }

    private Randomly random() {
        return worker.random;
    }

    private void step(List<AccountId> everybody, Outbox outbox) throws IOException {
        switch (random().between(0, 19)) {
            case 0, 1, 2, 3 -> deliver(everybody);
            case 4, 5, 6 -> append();
            case 7, 8, 9 -> flag();
            case 10 -> copy(false);
            case 11 -> copy(true);
            case 12, 13 -> expunge();
            case 14 -> structure();
            case 15 -> subscribe();
            case 16, 17 -> outbox.work(worker);
            case 18 -> worker.look(mailbox());
            default -> account();
        }
    }

    private MailboxInfo mailbox() {
        return random().pick(worker.store.mailboxes(account));
    }

    private Mailbox open(MailboxInfo info) throws IOException {
        return worker.store.open(info.account(), info.name()).orElseThrow();
    }

    private void own(Collection<Fact.OfMessage> messages) {
        for (var message : messages) {
            mine.computeIfAbsent(message.mailbox(), _ -> new HashSet<>()).add(message.uid());
        }
    }

    private void deliver(List<AccountId> everybody) throws IOException {
        var to = new HashSet<AccountId>();
        int copies = random().between(0, 3);
        for (int i = 0; i < copies; i++) {
            to.add(random().pick(everybody));
        }
        deliver(to, to.isEmpty() || random().oneIn(4) ? random().between(1, 3) : 0);
    }

    private void deliver(Set<AccountId> to, int relayed) throws IOException {
        String subject = worker.next();
        var inboxes = to.stream().map(worker::inbox).toList();
        var incoming = Mails.incoming(subject, to, relayed, random());
        worker.act(
                "deliver",
                () -> {
                    var accepted = worker.store.accept(incoming);
                    var keys = new HashSet<Fact.Key>();
                    for (MailboxInfo inbox : inboxes) {
                        var arrived = worker.arrived(inbox, subject);
                        own(arrived);
                        keys.addAll(arrived);
                    }
                    if (accepted instanceof dev.jebi.mailstore.Acceptance.Accepted(var queued, _)) {
                        for (int i = 1; i <= relayed; i++) {
                            keys.add(new Fact.OfRecipient(queued.orElseThrow().value(), i));
                        }
                    }
                    return keys;
                });
    }

    private static Set<Fact.OfMessage> keys(MailboxInfo mailbox, Collection<Uid> uids) {
        return uids.stream()
                .map(uid -> new Fact.OfMessage(mailbox.id().value(), uid.value()))
                .collect(Collectors.toSet());
    }

    private static Set<Fact.OfMessage> keys(MailboxInfo mailbox, UidSet uids) {
        return keys(mailbox, uids.stream().mapToObj(Uid::new).toList());
    }

    private void append() throws IOException {
        var info = mailbox();
        var messages = new ArrayList<NewMessage>();
        for (int i = random().small(3); i >= 0; i--) {
            messages.add(Mails.message(worker.next(), Mails.flags(random()), random()));
        }
        try (var mailbox = open(info)) {
            worker.act(
                    "append to " + info.name(),
                    () -> {
                        var appended = mailbox.append(messages);
                        if (!(appended instanceof Appending.Appended(_, var uids))) {
                            return Set.of();
                        }
                        var keys = keys(info, uids);
                        own(keys);
                        return keys;
                    });
            worker.show(mailbox);
        }
    }

    /// Some of its messages in a mailbox.
    private UidSet some(MailboxInfo info) {
        var there = List.copyOf(mine.getOrDefault(info.id().value(), Set.of()));
        if (there.isEmpty()) {
            return UidSet.EMPTY;
        }
        var some = random().list(6, r -> r.pick(there));
        return UidSet.of(some.stream().mapToLong(Long::longValue).toArray());
    }

    /// A mailbox of its own, or an INBOX that it has delivered to.
    private MailboxInfo anywhere() {
        var others =
                worker.store.directory().accounts().stream()
                        .flatMap(other ->
                                worker.store.mailbox(other.id(), MailboxName.INBOX).stream())
                        .filter(inbox -> mine.containsKey(inbox.id().value()))
                        .toList();
        return others.isEmpty() || random().oneIn(2) ? mailbox() : random().pick(others);
    }

    private void flag() throws IOException {
        var info = anywhere();
        var uids = some(info);
        var change = new FlagChange(random().pick(FlagChange.Kind.values()), Mails.flags(random()));
        try (var mailbox = open(info)) {
            worker.act(
                    "flag " + uids + " of " + info.id(),
                    () -> {
                        mailbox.store(uids, change, Optional.empty());
                        return keys(info, uids);
                    });
            worker.show(mailbox);
        }
    }

    private void copy(boolean move) throws IOException {
        var from = mailbox();
        var to = mailbox();
        var uids = some(from);
        if (from.id().equals(to.id())) {
            return;
        }
        try (var mailbox = open(from)) {
            worker.act(
                    (move ? "move " : "copy ") + uids + " of " + from.id() + " to " + to.id(),
                    () -> {
                        var copying =
                                move
                                        ? mailbox.move(uids, to.name())
                                        : mailbox.copy(uids, to.name());
                        if (!(copying instanceof Copying.Copied(_, var old, var fresh))) {
                            return Set.of();
                        }
                        var copies = keys(to, fresh);
                        own(copies);
                        var all = new HashSet<Fact.Key>(copies);
                        if (move) {
                            disown(from, old);
                            all.addAll(keys(from, old));
                        }
                        return all;
                    });
        }
        worker.look(to);
    }

    private void disown(MailboxInfo mailbox, Collection<Uid> uids) {
        var left = mine.getOrDefault(mailbox.id().value(), new HashSet<>());
        uids.forEach(uid -> left.remove(uid.value()));
    }

    private void expunge() throws IOException {
        var info = anywhere();
        var uids = some(info);
        try (var mailbox = open(info)) {
            if (random().oneIn(2)) {
                var deleted =
                        new FlagChange(
                                FlagChange.Kind.ADD, dev.jebi.mailstore.Flags.of("\\Deleted"));
                worker.act(
                        "mark " + uids + " of " + info.id(),
                        () -> {
                            mailbox.store(uids, deleted, Optional.empty());
                            return keys(info, uids);
                        });
            }
            worker.act(
                    "expunge " + uids + " of " + info.id(),
                    () -> {
                        var gone = random().oneIn(2) ? mailbox.remove(uids) : mailbox.expunge(uids);
                        disown(info, gone.stream().mapToObj(Uid::new).toList());
                        return keys(info, uids);
                    });
            worker.show(mailbox);
        }
    }

    private void structure() throws IOException {
        var name = new MailboxName(random().pick(NAMES));
        var other = new MailboxName(random().pick(NAMES));
        int what = random().between(0, 3);
        worker.act(
                List.of("create ", "create ", "delete ", "rename ").get(what) + name + " " + other,
                () -> {
                    var keys = new HashSet<Fact.Key>(worker.structure(account));
                    keys.addAll(messages(name));
                    switch (what) {
                        case 0, 1 -> worker.store.create(account, name, Optional.empty());
                        case 2 -> worker.store.delete(account, name);
                        default -> worker.store.rename(account, name, other);
                    }
                    keys.addAll(worker.structure(account));
                    return keys;
                });
    }

    private Set<Fact.Key> messages(MailboxName name) {
        var mailbox = worker.store.mailbox(account, name);
        return mailbox.stream()
                .flatMap(info ->
                        mine.getOrDefault(info.id().value(), Set.of()).stream()
                                .map(uid -> new Fact.OfMessage(info.id().value(), uid)))
                .collect(Collectors.toSet());
    }

    private void subscribe() throws IOException {
        var name = new MailboxName(random().pick(NAMES));
        worker.act(
                "subscribe " + name,
                () -> {
                    worker.store.subscribe(account, name, random().oneIn(2));
                    return Set.of(new Fact.OfSubscription(account.value(), name.value()));
                });
    }

    private void account() throws IOException {
        var directory = worker.store.directory();
        var own = new Address(localPart, Mails.DOMAIN);
        int most = random().pick(0, 0, 40, 400);
        switch (random().between(0, 5)) {
            case 0 -> {
                if (random().oneIn(3)) { // it costs time by intent
                    worker.act(
                            "password",
                            () -> {
                                directory.password(own, worker.next());
                                return Set.of(new Fact.OfAccount(account.value()));
                            });
                }
            }
            case 1 -> {
                if (random().oneIn(2)) {
                    temporary();
                }
            }
            default ->
                    worker.act(
                            "quota",
                            () -> {
                                directory.quota(own, most * 2_000L, most);
                                return Set.of(new Fact.OfAccount(account.value()));
                            });
        }
    }

    /// An account that comes, gets a message and goes.
    private void temporary() throws IOException {
        String temporaryPart = localPart + "-" + temporary++;
        var id = worker.account(temporaryPart);
        deliver(Set.of(id, account), 0);
        if (random().oneIn(4)) {
            return;
        }
        worker.act(
                "remove account",
                () -> {
                    var keys = new HashSet<Fact.Key>(worker.structure(id));
                    keys.addAll(
                            mine.getOrDefault(worker.inbox(id).id().value(), Set.of()).stream()
                                    .map(uid ->
                                            new Fact.OfMessage(worker.inbox(id).id().value(), uid))
                                    .toList());
                    mine.remove(worker.inbox(id).id().value());
                    var _ =
                            worker.store
                                    .directory()
                                    .removeAccount(new Address(temporaryPart, Mails.DOMAIN));
                    return keys;
                });
    }
}
