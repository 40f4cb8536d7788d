package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An account as it should be after random changes.
final class ModelAccount {
    private static final String[] WORDS = {
        "\\Seen", "\\Deleted", "\\Flagged", "\\Answered", "\\Draft", "$Work", "$Label1", "later"
    };
    private static final String[] NAMES = {"a", "b", "a/x", "a/x/y", "b/z", "c"};

    private final Account account;
    private final Map<MailboxName, ModelMailbox> mailboxes = new TreeMap<>(ModelAccount::compare);
    private final Map<MailboxName, Long> greatestValidity = new HashMap<>();
    private final ModelKept kept = new ModelKept();
    private int written;

    ModelAccount(MailStore store, Account account) {
        this.account = account;
        store.mailboxes(account.id()).forEach(this::born);
    }

    private static int compare(MailboxName a, MailboxName b) {
        return a.value().compareTo(b.value());
    }

    private void born(MailboxInfo info) {
        long before = greatestValidity.getOrDefault(info.name(), 0L);
        assertThat(info.uidValidity().value()).as("UIDVALIDITY grows").isGreaterThan(before);
        greatestValidity.put(info.name(), info.uidValidity().value());
        mailboxes.put(info.name(), new ModelMailbox(info));
    }

    private ModelMailbox model(MailboxName name) {
        return Objects.requireNonNull(mailboxes.get(name));
    }

    private Mailbox open(MailStore store, MailboxName name) throws IOException {
        return store.open(account.id(), name).orElseThrow();
    }

    void change(MailStore store, Randomly random) throws IOException {
        switch (random.between(0, 12)) {
            case 0, 1, 2 -> deliver(store, random);
            case 3 -> append(store, random);
            case 4, 5 -> flag(store, random);
            case 6 -> expunge(store, random);
            case 7 -> copy(store, random, false);
            case 8 -> copy(store, random, true);
            case 9 -> create(store, random);
            case 10 -> delete(store, random);
            case 11 -> rename(store, random);
            case 12 -> restore(store, random);
            default -> throw new AssertionError();
        }
    }

    private MailboxName some(Randomly random) {
        return random.oneIn(3) ? MailboxName.INBOX : random.pick(List.copyOf(mailboxes.keySet()));
    }

    private static Flags flags(Randomly random) {
        return Flags.of(random.list(3, r -> r.pick(WORDS)));
    }

    private static UidSet uids(ModelMailbox mailbox, Randomly random) {
        if (random.oneIn(4)) {
            return UidSet.ALL;
        }
        int most = (int) mailbox.uidNext;
        return UidSet.of(
                random.list(5, r -> (long) r.between(1, most)).stream()
                        .mapToLong(u -> u)
                        .toArray());
    }

    private void deliver(MailStore store, Randomly random) throws IOException {
        var content = Stores.text("m" + written++, random.atom(50));
        var copies = new ArrayList<LocalCopy>();
        for (int i = random.between(1, 3); i > 0; i--) {
            var name = random.oneIn(5) ? new MailboxName("nowhere") : some(random);
            copies.add(new LocalCopy(account.id(), name, flags(random)));
        }
        assertThat(store.accept(Stores.incoming(content, copies, List.of())))
                .isInstanceOf(Acceptance.Accepted.class);
        long email = 0;
        for (var copy : copies) {
            var name = mailboxes.containsKey(copy.mailbox()) ? copy.mailbox() : MailboxName.INBOX;
            var mailbox = model(name);
            try (var open = open(store, name)) {
                var info = open.message(new Uid(mailbox.uidNext)).orElseThrow();
                email = email == 0 ? info.email().value() : email;
                mailbox.add(info.uid(), Stores.octets(content), copy.flags(), email);
            }
        }
    }

    private void append(MailStore store, Randomly random) throws IOException {
        var name = some(random);
        var messages =
                random.list(
                        3, r -> Stores.message(Stores.text("a" + written++, r.atom(50)), flags(r)));
        try (var open = open(store, name)) {
            var appended = (Appending.Appended) open.append(messages);
            for (int i = 0; i < messages.size(); i++) {
                var uid = appended.uids().get(i);
                model(name)
                        .add(
                                uid,
                                Stores.octets(messages.get(i).content()),
                                messages.get(i).flags(),
                                open.message(uid).orElseThrow().email().value());
            }
        }
    }

    private void flag(MailStore store, Randomly random) throws IOException {
        var name = some(random);
        var mailbox = model(name);
        var change = new FlagChange(random.pick(FlagChange.Kind.values()), flags(random));
        var uids = uids(mailbox, random);
        try (var open = open(store, name)) {
            var since =
                    random.oneIn(3)
                            ? Optional.of(
                                    new ModSeq(
                                            random.between(
                                                    0L, open.info().highestModSeq().value())))
                            : Optional.<ModSeq>empty();
            var modified = new ArrayList<Long>();
            mailbox.messages.replaceAll((uid, message) -> {
                if (!uids.contains(uid)) {
                    return message;
                }
                long modSeq = open.message(new Uid(uid)).orElseThrow().modSeq().value();
                if (since.isPresent() && modSeq > since.get().value()) {
                    modified.add(uid);
                    return message;
                }
                return new ModelMailbox.ModelMessage(
                        message.octets(), change.apply(message.flags()), message.email());
            });
            var stored = (Storing.Stored) open.store(uids, change, since);
            assertThat(stored.modified())
                    .isEqualTo(UidSet.of(modified.stream().mapToLong(u -> u).toArray()));
            stored.changed()
                    .forEach(info ->
                            assertThat(info.flags())
                                    .isEqualTo(mailbox.message(info.uid()).flags()));
        }
    }

    private void expunge(MailStore store, Randomly random) throws IOException {
        var name = some(random);
        var mailbox = model(name);
        var uids = uids(mailbox, random);
        boolean all = random.oneIn(4);
        var gone =
                mailbox.messages.entrySet().stream()
                        .filter(entry -> uids.contains(entry.getKey()))
                        .filter(e -> all || e.getValue().flags().has(Flags.System.DELETED))
                        .mapToLong(Map.Entry::getKey)
                        .toArray();
        try (var open = open(store, name)) {
            assertThat(all ? open.remove(uids) : open.expunge(uids)).isEqualTo(UidSet.of(gone));
        }
        for (long uid : gone) {
            kept.keep(name, Objects.requireNonNull(mailbox.messages.remove(uid)));
        }
    }

    private void restore(MailStore store, Randomly random) throws IOException {
        var only = new MailboxName(random.pick(NAMES));
        boolean every = random.oneIn(3);
        var choice =
                every
                        ? KeptChoice.ALL
                        : new KeptChoice(Optional.of(only), Optional.empty(), Set.of());
        assertThat(store.kept().restore(account.id(), choice))
                .isInstanceOf(Restoring.Restored.class);
        learn(store);
        for (var one : kept.take(k -> every || k.mailbox().equals(only))) {
            var target = model(one.mailbox());
            target.add(
                    new Uid(target.uidNext),
                    one.message().octets(),
                    ModelKept.restored(one.message().flags()),
                    one.message().email());
        }
    }

    private void copy(MailStore store, Randomly random, boolean move) throws IOException {
        var name = some(random);
        var to = some(random);
        var source = model(name);
        var target = model(to);
        try (var open = open(store, name)) {
            var uids = uids(source, random);
            var copied = (Copying.Copied) (move ? open.move(uids, to) : open.copy(uids, to));
            assertThat(copied.uidValidity().value()).isEqualTo(target.uidValidity);
            for (int i = 0; i < copied.from().size(); i++) {
                var from = copied.from().get(i);
                var message = source.message(from);
                target.add(copied.to().get(i), message.octets(), message.flags(), message.email());
                if (move) {
                    source.messages.remove(from.value());
                }
            }
        }
    }

    private void create(MailStore store, Randomly random) throws IOException {
        var name = new MailboxName(random.pick(NAMES));
        var change = store.create(account.id(), name, Optional.empty());
        if (mailboxes.containsKey(name)) {
            assertThat(change).isInstanceOf(MailboxChange.AlreadyExists.class);
        } else {
            assertThat(change).isInstanceOf(MailboxChange.Done.class);
            learn(store);
        }
    }

    private void learn(MailStore store) {
        for (MailboxInfo info : store.mailboxes(account.id())) {
            if (!mailboxes.containsKey(info.name())) {
                born(info);
            }
        }
    }

    private void delete(MailStore store, Randomly random) throws IOException {
        var name = new MailboxName(random.pick(NAMES));
        var change = store.delete(account.id(), name);
        var mailbox = mailboxes.remove(name);
        if (mailbox == null) {
            assertThat(change).isInstanceOf(MailboxChange.NoSuchMailbox.class);
        } else {
            assertThat(change).isInstanceOf(MailboxChange.Done.class);
            mailbox.messages.values().forEach(message -> kept.keep(name, message));
        }
    }

    private void rename(MailStore store, Randomly random) throws IOException {
        var from = new MailboxName(random.pick(NAMES));
        var to = new MailboxName(random.pick(NAMES));
        var change = store.rename(account.id(), from, to);
        if (change instanceof MailboxChange.Done) {
            var moved = new HashMap<MailboxName, ModelMailbox>();
            for (MailboxName name : List.copyOf(mailboxes.keySet())) {
                if (name.equals(from) || name.value().startsWith(from.value() + "/")) {
                    String rest = name.value().substring(from.value().length());
                    moved.put(
                            new MailboxName(to.value() + rest),
                            Objects.requireNonNull(mailboxes.remove(name)));
                }
            }
            assertThat(moved).containsKey(to);
            mailboxes.putAll(moved);
            moved.forEach((name, box) -> greatestValidity.put(name, box.uidValidity));
            learn(store);
        }
    }

    void check(MailStore store) throws IOException {
        assertThat(store.mailboxes(account.id()).stream().map(MailboxInfo::name))
                .containsExactlyInAnyOrderElementsOf(mailboxes.keySet());
        for (var entry : mailboxes.entrySet()) {
            try (var open = open(store, entry.getKey())) {
                entry.getValue().check(open);
            }
        }
        kept.check(store, account.id());
        var quota = store.quota(account.id());
        assertThat(quota.messagesUsed())
                .isEqualTo(mailboxes.values().stream().mapToLong(box -> box.messages.size()).sum());
        assertThat(quota.octetsUsed())
                .isEqualTo(mailboxes.values().stream().mapToLong(ModelMailbox::octets).sum());
    }
}
