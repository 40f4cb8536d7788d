package dev.jebi.transfer.filing;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxChange;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Register.Put;
import dev.jebi.mailstore.SpecialUse;
import dev.jebi.sieve.Notification;
import dev.jebi.sieve.SieveAction;
import dev.jebi.sieve.SieveAction.Fcc;
import dev.jebi.sieve.SieveEnvelope;
import dev.jebi.sieve.SieveMail;
import dev.jebi.sieve.SieveMessage;
import dev.jebi.sieve.SieveOutcome;
import dev.jebi.sieve.SieveOwner;
import dev.jebi.sieve.SieveTarget;
import dev.jebi.sieve.VacationReply;
import dev.jebi.transfer.addresses.AddressBook;
import dev.jebi.transfer.addresses.Addresses;
import dev.jebi.transfer.filing.Filed.Notice;
import dev.jebi.transfer.filing.Filed.Placement;
import dev.jebi.transfer.filing.Filed.Redirected;
import dev.jebi.transfer.filing.Filed.Refusal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Turns what scripts want into what is to be done. For one message and one account.
final class Actions {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

    private final World.Surroundings around;
    private final Addresses addresses;
    private final Delivered delivered;
    private final InstantSource clock;
    private final World world;
    private final Map<Where, Placement> placements = new LinkedHashMap<>();
    private final Map<String, Redirected> redirects = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Put> memory = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final List<Placement> keptBefore = new ArrayList<>();
    private Optional<Refusal> refusal = Optional.empty();

    /// A message is put into one mailbox once (RFC 5228 §2.10.3), unless it was edited between.
    private record Where(MailboxName mailbox, Optional<Content> content) {}

    Actions(
            World.Surroundings around,
            Addresses addresses,
            Delivered delivered,
            World world,
            InstantSource clock) {
        this.around = around;
        this.addresses = addresses;
        this.delivered = delivered;
        this.clock = clock;
        this.world = world;
    }

    /// Keeps the message where nothing is said.
    void keep() {
        keep(delivered.content(), List.of(), true);
    }

    /// Takes what one script wants. What an earlier one has kept waits for what this one says.
    ///
    /// @return whether the message is kept, and the next script may look at it
    boolean take(SieveOutcome outcome) throws IOException {
        boolean kept = outcome.actions().stream().anyMatch(SieveFiling::keeps);
        placements.values().removeIf(placement -> keptBefore.contains(placement));
        keptBefore.clear();
        for (SieveAction action : outcome.actions()) {
            take(action, outcome.implicitKeep());
        }
        return kept;
    }

    private void take(SieveAction action, boolean implicit) throws IOException {
        switch (action) {
            case SieveAction.Keep(var content, var flags) ->
                    keptBefore.add(keep(content, flags, implicit));
            case SieveAction.FileInto(var target, var content, var flags, _) -> {
                var placement = place(mailbox(target), content, flags);
                sentences.add("A rule filed it into " + placement.mailbox() + ".");
            }
            case SieveAction.Redirect redirect -> redirect(redirect);
            case SieveAction.Reject(var reason) -> refuse(reason, false);
            case SieveAction.Ereject(var reason) -> refuse(reason, true);
            case SieveAction.Discard() -> sentences.add("A rule threw it away.");
            case SieveAction.Vacation vacation -> answer(vacation);
            case SieveAction.Notify notify -> tell(notify);
            case SieveAction.Remember(var seen, var during) ->
                    memory.add(
                            around.memory()
                                    .remember(
                                            delivered.account().id(),
                                            seen,
                                            clock.instant().plus(during)));
        }
    }

    private void refuse(String reason, boolean quietly) {
        refusal = Optional.of(new Refusal(reason, quietly && delivered.junk()));
        sentences.add("A rule refused it.");
    }

    private Placement keep(Content content, List<String> flags, boolean implicit) {
        boolean junk = implicit && delivered.junk();
        var mailbox =
                junk
                        ? junk(around.store(), delivered.account()).orElse(MailboxName.INBOX)
                        : MailboxName.INBOX;
        return place(mailbox, content, flags);
    }

    private Placement place(MailboxName mailbox, Content content, List<String> flags) {
        var edited = edited(content);
        var placement = new Placement(mailbox, Flags.of(flags), edited);
        return placements.merge(
                new Where(mailbox, edited),
                placement,
                (one, other) -> new Placement(mailbox, one.flags().with(other.flags()), edited));
    }

    @SuppressWarnings("ReferenceEquality") // what a script did not edit is the very same
    private Optional<Content> edited(Content content) {
        return content == delivered.content() ? Optional.empty() : Optional.of(content);
    }

    static Optional<MailboxName> junk(MailStore store, Account account) {
        return store.mailboxes(account.id()).stream()
                .filter(info -> info.specialUse().filter(SpecialUse.JUNK::equals).isPresent())
                .map(MailboxInfo::name)
                .findFirst();
    }

    /// Where a copy is filed; the inbox where that cannot be (RFC 5228 §4.1).
    private MailboxName mailbox(SieveTarget target) throws IOException {
        var account = delivered.account().id();
        var store = around.store();
        var byId = target.mailboxId().flatMap(this::byId);
        var byUse =
                target.specialUse()
                        .flatMap(use ->
                                store.mailboxes(account).stream()
                                        .filter(info -> World.hasUse(info, use))
                                        .map(MailboxInfo::name)
                                        .findFirst());
        var found = byId.or(() -> byUse);
        if (found.isPresent()) {
            return found.get();
        }
        var name = World.name(target.mailbox());
        if (name.isPresent() && store.mailbox(account, name.get()).isEmpty()) {
            return target.create() && created(name.get()) ? name.get() : missing(target);
        }
        return name.orElseGet(() -> missing(target));
    }

    private Optional<MailboxName> byId(String id) {
        return world.byId(id).map(MailboxInfo::name);
    }

    private boolean created(MailboxName name) throws IOException {
        return switch (around.store().create(delivered.account().id(), name, Optional.empty())) {
            case MailboxChange.Done _, MailboxChange.AlreadyExists _ -> true;
            case MailboxChange.NoSuchMailbox _, MailboxChange.Refused _ -> false;
        };
    }

    private MailboxName missing(SieveTarget target) {
        sentences.add(
                "A rule wants it in the mailbox "
                        + target.mailbox()
                        + ", which is not there, so it is in the inbox.");
        return MailboxName.INBOX;
    }

    /// A message that this account has sent on before goes round in a circle: it stays here.
    private void redirect(SieveAction.Redirect redirect) {
        String to = AddressBook.key(redirect.to());
        boolean back = to.equals(AddressBook.key(delivered.account().address()));
        if (back || delivered.loops().getAsBoolean()) {
            sentences.add("It was redirected before, so it stays here rather than loop.");
            keptBefore.add(keep(redirect.content(), List.of(), true));
            return;
        }
        redirects.putIfAbsent(
                to, new Redirected(redirect.to(), edited(redirect.content()), redirect.wishes()));
        sentences.add("A rule redirected it to " + redirect.to() + ".");
    }

    private void answer(SieveAction.Vacation vacation) throws IOException {
        var account = delivered.account();
        String sender = delivered.from().address().map(Address::toString).orElse("");
        if (around.memory().answered(account.id(), vacation, sender)) {
            sentences.add("The sender has had the automatic answer already.");
            return;
        }
        var reply = VacationReply.of(honest(vacation), message(), world.ownAddresses(), owner());
        switch (reply) {
            case VacationReply.Silent(var why) ->
                    sentences.add("It gets no automatic answer: " + why + ".");
            case VacationReply.Reply(var mail) -> {
                notice(mail, vacation.fcc());
                memory.add(around.memory().answer(account.id(), vacation, sender, clock.instant()));
                sentences.add("The sender gets the automatic answer.");
            }
        }
    }

    /// Nobody answers in another's name (RFC 5230 §4.3).
    private SieveAction.Vacation honest(SieveAction.Vacation vacation) {
        return new SieveAction.Vacation(
                vacation.reason(),
                vacation.subject(),
                vacation.from().filter(this::mine),
                vacation.addresses(),
                vacation.mime(),
                vacation.handle(),
                vacation.interval(),
                vacation.fcc());
    }

    /// Whether this text, an address perhaps with a name, is the owner's.
    private boolean mine(String text) {
        int open = text.lastIndexOf('<');
        int close = text.indexOf('>', Math.max(open, 0));
        String address = open >= 0 && close > open ? text.substring(open + 1, close) : text;
        try {
            return addresses.mayBe(delivered.account(), Address.parse(address.strip()));
        } catch (IllegalArgumentException _) {
            return false; // nobody's address, so not the owner's
        }
    }

    private void tell(SieveAction.Notify notify) throws IOException {
        var honest =
                new SieveAction.Notify(
                        notify.method(),
                        notify.message(),
                        notify.from().filter(this::mine),
                        notify.importance(),
                        notify.options(),
                        notify.fcc());
        var mail = Notification.of(honest, message(), owner());
        if (mail.isPresent()) {
            notice(mail.get(), notify.fcc());
            sentences.add("A rule told " + mail.get().to() + " of it.");
        }
    }

    private void notice(SieveMail mail, Optional<Fcc> fcc) throws IOException {
        var copy = Optional.<Placement>empty();
        if (fcc.isPresent()) {
            var mailbox = mailbox(fcc.get().target());
            copy =
                    Optional.of(
                            new Placement(
                                    mailbox,
                                    Flags.of(fcc.get().flags()),
                                    Optional.of(mail.content())));
        }
        notices.add(new Notice(mail, copy));
    }

    private SieveMessage message() {
        var envelope =
                new SieveEnvelope(
                        delivered.from().address().map(Address::toString).orElse(""),
                        delivered.recipient().toString());
        return new SieveMessage(delivered.content(), envelope, Optional.of(delivered.head()));
    }

    private SieveOwner owner() {
        return new SieveOwner(
                delivered.account().address(),
                clock.instant().atZone(ZoneId.systemDefault()).toOffsetDateTime(),
                UUID.randomUUID() + "@" + around.hostname());
    }

    Filed filed() {
        LOG.debug("event=sieve id={} said=\"{}\"", delivered.id(), sentences);
        if (refusal.isPresent()) {
            return new Filed(
                    List.of(), List.of(), refusal, List.of(), List.of(), List.copyOf(sentences));
        }
        return new Filed(
                List.copyOf(placements.values()),
                List.copyOf(redirects.values()),
                Optional.empty(),
                List.copyOf(notices),
                List.copyOf(memory),
                List.copyOf(sentences));
    }
}
