package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.StatusItem;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxChange;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.SpecialUse;
import dev.jebi.mailstore.Subscribing;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.sharing.Right;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// CREATE, DELETE, RENAME, SUBSCRIBE and STATUS (RFC 9051 §6.3) of one account. For one thread.
final class MailboxCommands {
    private final ImapFace face;
    private final MailStore store;
    private final Names names;
    private final AccountId account;

    MailboxCommands(ImapFace face, Names names) {
        this.face = face;
        this.store = face.store();
        this.names = names;
        this.account = names.account().id();
    }

    /// RFC 4314 §4: a new mailbox has the access list of the one above it.
    Completion create(ImapCommand.Create command) throws IOException {
        if (names.find(command.mailbox()).isPresent()) {
            throw ImapRefusal.no(
                    ResponseCode.Word.ALREADYEXISTS, "there is a mailbox of that name");
        }
        var place = names.place(command.mailbox());
        if (!place.own() && !command.uses().isEmpty()) {
            throw ImapRefusal.no(
                    ResponseCode.Word.USEATTR, "mailboxes of others have no use of yours");
        }
        var use = use(command);
        var parent = names.parent(place);
        var missing = names.missing(place);
        var created = done(store.create(place.owner(), place.inside(), use));
        if (parent.isPresent()) {
            for (MailboxName name : missing) {
                var made = store.mailbox(place.owner(), name);
                if (made.isPresent()) {
                    face.sharing().inherit(parent.get(), made.get());
                }
            }
        }
        return Completion.of(
                new ResponseCode.MailboxIdentity(ObjectIds.of(created.id())), "CREATE completed");
    }

    /// RFC 6154 §3: a mailbox has one use here, and a use has one mailbox.
    private Optional<SpecialUse> use(ImapCommand.Create command) {
        if (command.uses().isEmpty()) {
            return Optional.empty();
        }
        var use =
                Arrays.stream(SpecialUse.values())
                        .filter(u -> u.attribute().equalsIgnoreCase(command.uses().getFirst()))
                        .filter(u -> u != SpecialUse.ALL && u != SpecialUse.FLAGGED)
                        .findFirst();
        if (use.isEmpty()
                || command.uses().size() > 1
                || store.mailboxes(account).stream().anyMatch(m -> m.specialUse().equals(use))) {
            throw ImapRefusal.no(ResponseCode.Word.USEATTR, "that use cannot be had");
        }
        return use;
    }

    Completion delete(ImapCommand.Delete command) throws IOException {
        var named = names.need(command.mailbox(), Right.DELETE);
        var info = named.mailbox();
        done(store.delete(info.account(), info.name()));
        face.sharing().deleted(info); // RFC 4314 §4: its access list goes with it
        face.annotations().deleted(account, info); // RFC 5464 §4.1
        face.appendLimits().deleted(info.id());
        return Completion.of("DELETE completed");
    }

    /// RFC 4314 §4: `x` on the mailbox, `k` above its new name. It stays its owner's.
    Completion rename(ImapCommand.Rename command) throws IOException {
        var named = names.need(command.from(), Right.DELETE);
        if (names.find(command.to()).isPresent()) {
            throw ImapRefusal.no(
                    ResponseCode.Word.ALREADYEXISTS, "there is a mailbox of that name");
        }
        var place = names.place(command.to());
        var info = named.mailbox();
        if (!place.owner().equals(info.account())) {
            throw ImapRefusal.no(
                    ResponseCode.Word.CANNOT,
                    "a mailbox stays its owner's; create one and move the messages");
        }
        if (info.name().isInbox() && !named.own()) { // its messages would leave their place
            throw ImapRefusal.no(ResponseCode.Word.CANNOT, "that is another user's INBOX");
        }
        var renamed = done(store.rename(info.account(), info.name(), place.inside()));
        if (info.name().isInbox()) {
            face.annotations().copy(account, info, renamed); // RFC 5464 §4.1
        }
        return Completion.of("RENAME completed");
    }

    Completion subscribe(ImapCommand.Subscribe command) throws IOException {
        return switch (store.subscribe(account, command.mailbox(), command.subscribed())) {
            case Subscribing.Done _ ->
                    Completion.of(
                            command.subscribed() ? "SUBSCRIBE completed" : "UNSUBSCRIBE completed");
            case Subscribing.TooMany _ ->
                    throw ImapRefusal.no(ResponseCode.Word.LIMIT, "too many subscriptions");
            case Subscribing.NoSuchAccount _ ->
                    throw ImapRefusal.no(ResponseCode.Word.NONEXISTENT, "the account is gone");
        };
    }

    private static MailboxInfo done(MailboxChange change) {
        return switch (change) {
            case MailboxChange.Done(var mailbox) -> mailbox;
            case MailboxChange.NoSuchMailbox _ ->
                    throw ImapRefusal.no(ResponseCode.Word.NONEXISTENT, "there is no such mailbox");
            case MailboxChange.AlreadyExists _ ->
                    throw ImapRefusal.no(
                            ResponseCode.Word.ALREADYEXISTS, "there is a mailbox of that name");
            case MailboxChange.Refused(var why) ->
                    throw ImapRefusal.no(ResponseCode.Word.CANNOT, why);
        };
    }

    ImapResponse status(ImapCommand.Status command) throws IOException {
        return status(names.need(command.mailbox(), Right.READ), command.items());
    }

    /// STATUS of a mailbox that there is.
    ImapResponse status(Named named, Set<StatusItem> items) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (StatusItem item : items) {
            values.put(item.word(), value(named, item));
        }
        return new ImapResponse.MailboxStatus(named.name(), values);
    }

    private String value(Named named, StatusItem item) throws IOException {
        var mailbox = named.mailbox();
        return switch (item) {
            case MESSAGES -> "" + mailbox.exists();
            case RECENT -> "" + recent(named);
            case UIDNEXT -> "" + mailbox.uidNext().value();
            case UIDVALIDITY -> "" + mailbox.uidValidity().value();
            case UNSEEN -> "" + mailbox.unseen();
            case DELETED -> "" + mailbox.deleted();
            case DELETED_STORAGE -> "" + (mailbox.deleted() == 0 ? 0 : deletedOctets(named));
            case SIZE -> "" + mailbox.octets();
            case HIGHESTMODSEQ -> "" + mailbox.highestModSeq().value();
            case APPENDLIMIT -> "" + appendLimit(mailbox);
            case MAILBOXID -> "(" + ObjectIds.of(mailbox.id()) + ")";
        };
    }

    /// RFC 7889 §3.2: what holds for this mailbox.
    private long appendLimit(MailboxInfo mailbox) throws IOException {
        long everywhere = face.limits().append();
        return Math.min(everywhere, face.appendLimits().of(mailbox.id()).orElse(everywhere));
    }

    private int recent(Named named) throws IOException {
        var opened = names.opened(named);
        if (opened.isEmpty()) {
            return 0;
        }
        try (Mailbox mailbox = opened.get().mailbox()) {
            long first = face.marks().first(mailbox);
            var uids = mailbox.list();
            return uids.size() - uids.from(first);
        }
    }

    private long deletedOctets(Named named) throws IOException {
        var opened = names.opened(named);
        if (opened.isEmpty()) {
            return 0;
        }
        try (Mailbox mailbox = opened.get().mailbox()) {
            var octets = new long[1];
            mailbox.forEach(
                    UidSet.ALL,
                    message -> {
                        if (message.flags().has(Flags.System.DELETED)) {
                            octets[0] += message.size();
                        }
                    });
            return octets[0];
        }
    }
}
