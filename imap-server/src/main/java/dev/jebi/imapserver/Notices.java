package dev.jebi.imapserver;

import dev.jebi.imapserver.command.EventGroup;
import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.NotifyEvent;
import dev.jebi.imapserver.command.StatusItem;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.AccountNews;
import dev.jebi.mailstore.KeptViews;
import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Watch;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mailstore.sharing.Rights;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What a client asked to be told of unasked (RFC 5465): compares, when something of a watched
/// account has changed, what there is with what the client was told last; of messages, only in the
/// mailboxes where some changed. For one thread.
final class Notices implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Notices.class);

    /// More mailboxes are too much to be told of (RFC 5465 §5.8).
    static final int MOST_MAILBOXES = 10_000;

    private static final Set<StatusItem> STATUS =
            EnumSet.of(
                    StatusItem.MESSAGES,
                    StatusItem.UIDNEXT,
                    StatusItem.UIDVALIDITY,
                    StatusItem.UNSEEN);

    private final Sitting sitting;
    private List<EventGroup> groups = List.of();
    private final Map<AccountId, Heard> heard = new HashMap<>();
    private Map<Key, Told> told = new HashMap<>();
    private Set<String> subscriptions = Set.of();
    private Map<String, Integer> ofServer = Map.of();

    Notices(Sitting sitting) {
        this.sitting = sitting;
    }

    /// Which mailbox, in whatever place.
    private record Key(AccountId account, MailboxId id) {}

    /// An account that is watched.
    ///
    /// @param upTo where its last news ended
    private record Heard(Watch watch, long upTo) {}

    /// What the client knows of a mailbox.
    ///
    /// @param notes what its annotations come to, by entry, where somebody asks
    private record Told(String name, MailboxInfo mailbox, Optional<Map<String, Integer>> notes) {}

    /// Whether anything is to be told.
    boolean active() {
        return !groups.isEmpty();
    }

    /// What is told of the mailbox that is selected.
    Optional<EventGroup> ofSelected() {
        return groups.stream().filter(EventGroup::ofSelected).findFirst();
    }

    /// NOTIFY: what was asked before is over.
    Completion set(ImapCommand.Notify command) throws IOException {
        if (command.unknown()) { // RFC 5465 §5
            throw ImapRefusal.no(
                    new ResponseCode.BadEvent(
                            Arrays.stream(NotifyEvent.values()).map(NotifyEvent::word).toList()),
                    "there is no such event here");
        }
        close();
        groups = command.groups();
        if (active()) {
            begin(command.status());
        }
        return Completion.of("NOTIFY completed");
    }

    private void begin(boolean status) throws IOException {
        watch(Set.of(account()));
        var all = sitting.names().all();
        if (overflown(all)) {
            return;
        }
        subscriptions = subscribed();
        told = known(all);
        ofServer = serverNotes();
        if (status) { // RFC 5465 §3.1
            for (Named named : all) {
                if (group(named.name().value(), named.own())
                                .filter(EventGroup::ofMessages)
                                .isPresent()
                        && !isSelected(named.mailbox())) {
                    tellStatus(named);
                }
            }
        }
    }

    private boolean overflown(List<Named> all) throws IOException {
        if (all.size() <= MOST_MAILBOXES) {
            return false;
        }
        overflow("more mailboxes than can be told of");
        return true;
    }

    private void overflow(String why) throws IOException {
        close();
        sitting.send(ImapResponse.Untagged.ok(ResponseCode.Word.NOTIFICATIONOVERFLOW, why));
    }

    /// Tells what has changed outside the mailbox that is selected. Where that cannot be found out,
    /// the client hears that it will be told nothing any more (RFC 5465 §5.8), and its session goes
    /// on.
    void tell() throws IOException {
        if (!active() || groups.stream().allMatch(EventGroup::ofSelected)) {
            return;
        }
        try {
            tellChanges();
        } catch (WireGone gone) {
            throw gone;
        } catch (IOException | RuntimeException fault) {
            log.error("event=notify-fault session={}", sitting.wire().id(), fault);
            overflow("what has changed cannot be found out");
        }
    }

    private void tellChanges() throws IOException {
        boolean any = false;
        var changed = new ArrayList<MailboxInfo>();
        for (var entry : heard.entrySet()) {
            var account = entry.getValue();
            var news = sitting.face().store().news(entry.getKey(), account.upTo());
            entry.setValue(new Heard(account.watch(), news.upTo()));
            any |= news.any();
            changed.addAll(news.mailboxes());
        }
        if (any) {
            compareAll();
        } else {
            for (MailboxInfo mailbox : changed) {
                compare(mailbox);
            }
        }
        if (active()) {
            tellServer();
        }
    }

    /// Tells what is new in a mailbox that is where it was.
    private void compare(MailboxInfo mailbox) throws IOException {
        var before = Optional.ofNullable(told.get(key(mailbox)));
        if (before.isEmpty()) {
            return; // not one that this account knows of
        }
        String name = before.get().name();
        var now = new Told(name, mailbox, before.get().notes());
        told.put(key(mailbox), now);
        boolean own = mailbox.account().equals(account());
        var rights =
                own
                        ? Rights.ALL
                        : sitting.face().sharing().rights(sitting.names().account(), mailbox);
        var named = new Named(new MailboxName(name), mailbox, rights, own);
        tell(named, before, now, subscriptions);
    }

    private void compareAll() throws IOException {
        var all = sitting.names().all();
        if (overflown(all)) {
            return;
        }
        var subscribed = subscribed();
        var now = known(all);
        var before = told;
        told = now;
        for (var entry : before.entrySet()) {
            if (!now.containsKey(entry.getKey())) {
                tellGone(entry.getValue());
            }
        }
        for (Named named : all) {
            var key = key(named.mailbox());
            var known = now.get(key);
            if (known != null) {
                tell(named, Optional.ofNullable(before.get(key)), known, subscribed);
            }
        }
        tellSubscriptions(now, subscribed);
    }

    private void tell(Named named, Optional<Told> before, Told now, Set<String> subscribed)
            throws IOException {
        var group = group(now.name(), named.own());
        if (group.isEmpty()) {
            return;
        }
        boolean names = group.get().has(NotifyEvent.MAILBOX_NAME);
        if (names && before.isEmpty()) {
            sitting.send(listed(now.name(), Optional.of(now.mailbox()), subscribed));
        } else if (names && !before.orElseThrow().name().equals(now.name())) {
            sitting.send(new ImapResponse.NamedNow(now.name(), Optional.of(before.get().name())));
        }
        if (before.map(b -> changed(group.get(), b.mailbox(), now.mailbox())).orElse(names)
                && group.get().ofMessages()
                && !KeptViews.is(now.mailbox()) // what it has is of the moment
                && !isSelected(now.mailbox())) {
            tellStatus(named);
        }
        var notes = before.flatMap(Told::notes);
        if (notes.isPresent() && now.notes().isPresent()) {
            tellNotes(Optional.of(named.name()), notes.get(), now.notes().get());
        }
    }

    /// RFC 5465 §5.2 to §5.4: what STATUS is told of.
    private static boolean changed(EventGroup group, MailboxInfo before, MailboxInfo now) {
        boolean came = !before.uidNext().equals(now.uidNext());
        boolean went =
                now.exists() - before.exists() < now.uidNext().value() - before.uidNext().value()
                        || !before.uidValidity().equals(now.uidValidity());
        boolean flags = !came && !went && !before.highestModSeq().equals(now.highestModSeq());
        return (came && group.has(NotifyEvent.MESSAGE_NEW))
                || (went && group.has(NotifyEvent.MESSAGE_EXPUNGE))
                || (flags && group.has(NotifyEvent.FLAG_CHANGE));
    }

    private void tellGone(Told gone) throws IOException {
        boolean own = gone.mailbox().account().equals(account());
        if (group(gone.name(), own).filter(g -> g.has(NotifyEvent.MAILBOX_NAME)).isPresent()) {
            sitting.send(
                    new ImapResponse.Listed(
                            false, List.of("\\NonExistent"), gone.name(), List.of()));
        }
    }

    /// RFC 5465 §5.7
    private void tellSubscriptions(Map<Key, Told> now, Set<String> subscribed) throws IOException {
        var before = subscriptions;
        subscriptions = subscribed;
        var changed = new HashSet<>(before);
        changed.addAll(subscriptions);
        changed.removeIf(name -> before.contains(name) == subscriptions.contains(name));
        for (String name : changed) {
            boolean own = !name.startsWith(Names.OTHERS) && !name.startsWith(Names.SHARED);
            if (subscriptionGroup(name, own).isPresent()) {
                var mailbox =
                        now.values().stream()
                                .filter(t -> t.name().equals(name))
                                .map(Told::mailbox)
                                .findFirst();
                sitting.send(listed(name, mailbox, subscribed));
            }
        }
    }

    /// A name that is not subscribed any more is still of those that were.
    private Optional<EventGroup> subscriptionGroup(String name, boolean own) {
        return groups.stream()
                .filter(group -> !group.ofSelected())
                .filter(group ->
                        group.filter() == EventGroup.Filter.SUBSCRIBED || matches(group, name, own))
                .findFirst()
                .filter(group -> group.has(NotifyEvent.SUBSCRIPTION_CHANGE));
    }

    private void tellServer() throws IOException {
        if (wants(NotifyEvent.SERVER_METADATA_CHANGE)) { // RFC 5465 §5.6
            var before = ofServer;
            ofServer = serverNotes();
            tellNotes(Optional.empty(), before, ofServer);
        }
    }

    private void tellNotes(
            Optional<MailboxName> mailbox, Map<String, Integer> before, Map<String, Integer> now)
            throws IOException {
        var changed = new ArrayList<String>();
        for (String entry : now.keySet()) {
            if (!Objects.equals(before.get(entry), now.get(entry))) {
                changed.add(entry);
            }
        }
        before.keySet().stream().filter(entry -> !now.containsKey(entry)).forEach(changed::add);
        if (!changed.isEmpty()) {
            sitting.send(new ImapResponse.MetadataChanged(mailbox, changed));
        }
    }

    private ImapResponse listed(
            String name, Optional<MailboxInfo> mailbox, Set<String> subscribed) {
        var attributes = new ArrayList<String>();
        if (mailbox.isEmpty()) {
            attributes.add("\\NonExistent");
        }
        if (subscribed.contains(name)) {
            attributes.add("\\Subscribed");
        }
        mailbox.filter(m -> m.account().equals(account()))
                .flatMap(MailboxInfo::specialUse)
                .ifPresent(use -> attributes.add(use.attribute()));
        return new ImapResponse.Listed(false, attributes, name, List.of());
    }

    private void tellStatus(Named named) throws IOException {
        if (!named.rights().has(Right.READ)) {
            return;
        }
        var items = EnumSet.copyOf(STATUS);
        if (sitting.enabled().condstore()) {
            items.add(StatusItem.HIGHESTMODSEQ);
        }
        sitting.send(new MailboxCommands(sitting.face(), sitting.names()).status(named, items));
    }

    /// The first group that a mailbox is in says what is told of it.
    private Optional<EventGroup> group(String name, boolean own) {
        return groups.stream()
                .filter(group -> !group.ofSelected())
                .filter(group -> matches(group, name, own))
                .findFirst();
    }

    private boolean matches(EventGroup group, String name, boolean own) {
        return switch (group.filter()) {
            case SELECTED, SELECTED_DELAYED -> false;
            // RFC 5465 §6.3: rules of a person's own may deliver to any
            case INBOXES, PERSONAL -> own;
            case SUBSCRIBED -> subscriptions.contains(name);
            case MAILBOXES -> group.named(name);
            case SUBTREE -> group.below(name);
        };
    }

    private boolean wants(NotifyEvent event) {
        return groups.stream().anyMatch(group -> group.has(event));
    }

    private boolean isSelected(MailboxInfo mailbox) {
        return sitting.selected()
                .map(view -> key(view.opened()).equals(key(mailbox)))
                .orElse(false);
    }

    private static Key key(MailboxInfo mailbox) {
        return new Key(mailbox.account(), mailbox.id());
    }

    /// What there is; whose it is, is watched from now on.
    private Map<Key, Told> known(List<Named> all) throws IOException {
        var known = new LinkedHashMap<Key, Told>();
        var owners = new HashSet<AccountId>();
        owners.add(account());
        for (Named named : all) {
            owners.add(named.mailbox().account());
            known.put(key(named.mailbox()), known(named));
        }
        watch(owners);
        return known;
    }

    private Told known(Named named) throws IOException {
        String name = named.name().value();
        boolean asked =
                group(name, named.own())
                        .filter(group -> group.has(NotifyEvent.MAILBOX_METADATA_CHANGE))
                        .isPresent();
        return new Told(
                name,
                named.mailbox(),
                asked ? Optional.of(notes(Optional.of(named.mailbox()))) : Optional.empty());
    }

    private void watch(Set<AccountId> owners) {
        for (AccountId owner : owners) {
            if (!heard.containsKey(owner)) {
                var watch = sitting.face().store().watch(owner, sitting.wire()::wake);
                heard.put(owner, new Heard(watch, AccountNews.NEVER));
                sitting.wire().wake(); // for what changed after it was looked at and before this
            }
        }
    }

    private Map<String, Integer> serverNotes() throws IOException {
        return wants(NotifyEvent.SERVER_METADATA_CHANGE) ? notes(Optional.empty()) : Map.of();
    }

    private Map<String, Integer> notes(Optional<MailboxInfo> mailbox) throws IOException {
        var notes = new LinkedHashMap<String, Integer>();
        sitting.face()
                .annotations()
                .of(account(), mailbox)
                .values()
                .forEach(note -> notes.put(note.name(), Arrays.hashCode(note.value())));
        return notes;
    }

    private Set<String> subscribed() {
        var names = new HashSet<String>();
        sitting.face().store().subscriptions(account()).forEach(name -> names.add(name.value()));
        return names;
    }

    private AccountId account() {
        return sitting.names().account().id();
    }

    /// Nothing is told any more.
    @Override
    public void close() {
        groups = List.of();
        heard.values().forEach(account -> account.watch().close());
        heard.clear();
        told = new HashMap<>();
        subscriptions = Set.of();
        ofServer = Map.of();
    }
}
