package dev.jebi.mailstore.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Appending;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxChange;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A store after a power cut: opened as it is, looked through, used, sometimes cut again in the
/// middle of its recovery or killed behind it. For one thread.
final class Survivor {
    private final Model model;
    private final int cut;
    private final Randomly random;

    /// Whether the index had to be made again, in any of the openings.
    private boolean rebuilt;

    /// Whether it was cut a second time.
    private boolean again;

    Survivor(Model model, int cut, Randomly random) {
        this.model = model;
        this.cut = cut;
        this.random = random;
    }

    boolean rebuilt() {
        return rebuilt;
    }

    boolean again() {
        return again;
    }

    void check(Image image) throws IOException {
        var disk = new PowerDisk(image, () -> 0);
        int shown;
        Map<Fact.Key, Fact.Value> found;
        try (var mount = new Mount(disk)) {
            var store = Trace.open(mount, random);
            try {
                shown = disk.now();
                found = look(store);
                if (random.oneIn(4)) {
                    found = goOn(store, found);
                }
            } finally {
                end(mount, store);
            }
            rebuilt |= aside(disk);
        }
        if (random.oneIn(4)) {
            again(image, disk, shown, found);
        }
    }

    /// Ends it in order or by a kill.
    private void end(Mount mount, MailStore store) {
        if (!random.oneIn(4)) {
            mount.kill();
        }
        store.close();
    }

    /// Whether an index was moved aside.
    private static boolean aside(PowerDisk disk) {
        return disk.events().stream()
                .anyMatch(event ->
                        event instanceof Event.Renamed renamed
                                && renamed.newName().equals("mail.mv.db"));
    }

    private Map<Fact.Key, Fact.Value> look(MailStore store) throws IOException {
        var all = new Reading(store).all();
        model.check(cut, all.facts());
        for (Model.Shown shown : model.shownBefore(cut)) {
            var info = all.mailboxes().get(shown.mailbox());
            if (info != null) {
                assertThat(info.uidNext().value()).isGreaterThanOrEqualTo(shown.uidNext());
                assertThat(info.highestModSeq().value()).isGreaterThanOrEqualTo(shown.modSeq());
            }
        }
        looks(store, all);
        return all.facts();
    }

    private void looks(MailStore store, Reading.All all) throws IOException {
        var looks = List.copyOf(model.looksBefore(cut));
        for (int i = Math.max(0, looks.size() - 20); i < looks.size(); i++) {
            var look = looks.get(i);
            var info = all.mailboxes().get(look.mailbox());
            if (info != null) {
                try (var mailbox = store.open(info.account(), info.name()).orElseThrow()) {
                    model.checkLook(look, mailbox);
                }
            }
        }
    }

    /// Uses it: what is new has no number that anybody has seen.
    private Map<Fact.Key, Fact.Value> goOn(MailStore store, Map<Fact.Key, Fact.Value> before)
            throws IOException {
        var known = model.known(cut);
        known.addAll(before.keySet());
        var shown = model.shownBefore(cut);
        var reading = new Reading(store);
        var touched = new HashMap<Fact.Key, Optional<Fact.Value>>();
        for (var account : store.directory().accounts()) {
            for (MailboxInfo info : store.mailboxes(account.id())) {
                append(store, info, known, shown)
                        .ifPresent(key -> touched.put(key, Optional.empty()));
            }
            var name = new MailboxName("fresh" + random.between(0, 1_000_000));
            var created = store.create(account.id(), name, Optional.empty());
            if (created instanceof MailboxChange.Done(var fresh)) {
                var key = new Fact.OfMailbox(fresh.id().value());
                assertThat(known).doesNotContain(key);
                validity(known, before, fresh);
            }
            var accepted = store.accept(Mails.incoming("q", Set.of(), 1, random));
            if (accepted instanceof dev.jebi.mailstore.Acceptance.Accepted(var queued, _)) {
                var key = new Fact.OfRecipient(queued.orElseThrow().value(), 1);
                assertThat(known).doesNotContain(key);
            }
        }
        var after = reading.all();
        looks(store, after);
        before.forEach((key, value) -> assertThat(after.facts().get(key)).isEqualTo(value));
        assertThat(after.facts().keySet()).containsAll(touched.keySet());
        return after.facts();
    }

    private void validity(
            Set<Fact.Key> known, Map<Fact.Key, Fact.Value> before, MailboxInfo fresh) {
        for (Fact.Key key : known) {
            if (before.get(key) instanceof Fact.AMailbox mailbox) {
                assertThat(fresh.uidValidity().value()).isGreaterThan(mailbox.uidValidity());
            }
        }
    }

    private Optional<Fact.Key> append(
            MailStore store, MailboxInfo info, Set<Fact.Key> known, Iterable<Model.Shown> shown)
            throws IOException {
        try (var mailbox = store.open(info.account(), info.name()).orElseThrow()) {
            var appended =
                    mailbox.append(List.of(Mails.message("fresh", Flags.of("$Fresh"), random)));
            if (!(appended instanceof Appending.Appended(_, var uids))) {
                return Optional.empty();
            }
            var key = new Fact.OfMessage(info.id().value(), uids.getFirst().value());
            assertThat(known).as("UID given again").doesNotContain(key);
            var message = mailbox.message(uids.getFirst()).orElseThrow();
            for (Model.Shown numbers : shown) {
                if (numbers.mailbox() == info.id().value()) {
                    assertThat(message.uid().value()).isGreaterThanOrEqualTo(numbers.uidNext());
                    assertThat(message.modSeq().value()).isGreaterThan(numbers.modSeq());
                }
            }
            return Optional.of(key);
        }
    }

    /// Cuts the power again, during the recovery or behind it: what was not certain may have
    /// happened this time, unless it had been shown.
    private void again(Image image, PowerDisk disk, int shown, Map<Fact.Key, Fact.Value> found)
            throws IOException {
        again = true;
        var events = disk.events();
        int second = random.between(0, events.size());
        boolean last = second == events.size() || random.oneIn(4);
        var cutAgain = new Cut(image, events);
        cutAgain.advance(last ? events.size() : second);
        try (var mount = new Mount(new PowerDisk(cutAgain.image(random), () -> 0))) {
            var store = Trace.open(mount, random);
            try {
                var all = new Reading(store).all();
                if (last) {
                    assertThat(all.facts()).isEqualTo(found);
                } else if (second >= shown) {
                    // what goOn has made since may be there; what was found is
                    assertThat(keep(all.facts(), found)).isEqualTo(keep(found, all.facts()));
                } else {
                    model.check(cut, all.facts());
                }
            } finally {
                end(mount, store);
            }
        }
    }

    private static Map<Fact.Key, Fact.Value> keep(
            Map<Fact.Key, Fact.Value> of, Map<Fact.Key, Fact.Value> other) {
        var kept = new HashMap<>(of);
        kept.keySet().retainAll(other.keySet());
        return kept;
    }
}
