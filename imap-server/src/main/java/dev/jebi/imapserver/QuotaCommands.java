package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.QuotaIs.Resource;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Quota;
import dev.jebi.mailstore.sharing.Right;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// QUOTA (RFC 9208): each account has one quota root, which limits all its mailboxes. One's own has
/// the empty name, that of another the name that their mailboxes have here. For one thread.
final class QuotaCommands {
    private static final String ROOT = "";

    /// RFC 9208 §5.1: STORAGE is counted in units of 1024 octets.
    private static final long UNIT = 1024;

    private final ImapFace face;
    private final MailStore store;
    private final Names names;
    private final AccountId account;
    private final Responder out;

    QuotaCommands(ImapFace face, Names names, Responder out) {
        this.face = face;
        this.store = face.store();
        this.names = names;
        this.account = names.account().id();
        this.out = out;
    }

    /// RFC 9208 §6 asks for no right, and §8 not to tell of others: it is told to who may read
    /// something of theirs.
    Completion getQuota(ImapCommand.GetQuota command) throws IOException {
        var owner = owner(command.root());
        if (!owner.equals(account) && !mayKnow(owner)) {
            throw noSuchRoot();
        }
        out.send(quota(command.root(), owner));
        return Completion.of("GETQUOTA completed");
    }

    private boolean mayKnow(AccountId owner) throws IOException {
        if (face.operators().is(account)) {
            return true;
        }
        return face.sharing().granted(names.account()).stream()
                .anyMatch(one ->
                        one.mailbox().account().equals(owner) && one.rights().has(Right.READ));
    }

    /// RFC 9208 §4.1.2: the mailbox need not be there; §6: else it must be readable, for the root
    /// tells of its messages.
    Completion getQuotaRoot(ImapCommand.GetQuotaRoot command) throws IOException {
        var found = names.find(command.mailbox());
        AccountId owner;
        if (found.isPresent()) {
            Names.require(found.get().rights(), Right.READ);
            owner = found.get().mailbox().account();
        } else {
            owner =
                    names.spot(command.mailbox())
                            .filter(Names.Spot::own)
                            .orElseThrow(Names::noSuchMailbox)
                            .owner();
        }
        if (resources(owner).isEmpty()) {
            out.send(new ImapResponse.QuotaRoots(command.mailbox(), List.of()));
        } else {
            String root = root(owner);
            out.send(new ImapResponse.QuotaRoots(command.mailbox(), List.of(root)));
            out.send(quota(root, owner));
        }
        return Completion.of("GETQUOTAROOT completed");
    }

    /// RFC 9208 §4.1.3: what is not listed is not limited any more.
    Completion setQuota(ImapCommand.SetQuota command) throws IOException {
        if (!face.operators().is(account)) {
            throw ImapRefusal.no(
                    ResponseCode.Word.NOPERM, "the quota is the administrator's to set");
        }
        var owner = owner(command.root());
        long octets = 0;
        long messages = 0;
        for (var limit : command.limits().entrySet()) {
            switch (limit.getKey()) {
                case "STORAGE" -> octets = octets(limit.getValue());
                case "MESSAGE" -> messages = messages(limit.getValue());
                default ->
                        throw ImapRefusal.no(
                                ResponseCode.Word.CANNOT,
                                "only STORAGE and MESSAGE can be limited");
            }
        }
        var address =
                store.directory().account(owner).orElseThrow(QuotaCommands::noSuchRoot).address();
        if (!store.directory().quota(address, octets, messages)) {
            throw noSuchRoot();
        }
        out.send(quota(command.root(), owner));
        return Completion.of("SETQUOTA completed");
    }

    /// RFC 9208 §3.1: 0 is the prohibition of any usage. The store's 0 is no limit; one octet holds
    /// no message.
    private static long octets(long units) {
        if (units > Long.MAX_VALUE / UNIT) {
            throw ImapRefusal.no(ResponseCode.Word.CANNOT, "more than can be counted");
        }
        return Math.max(1, units * UNIT);
    }

    private static long messages(long messages) {
        if (messages == 0) {
            throw ImapRefusal.no(
                    ResponseCode.Word.CANNOT, "to prohibit all messages, limit STORAGE to 0");
        }
        return messages;
    }

    /// Tells the user that nothing more fits (RFC 9051 §7.1).
    void alert() throws IOException {
        if (!store.quota(account).fits(1, 1)) {
            out.send(
                    ImapResponse.Untagged.ok(
                            ResponseCode.Word.ALERT,
                            "Your mailbox is full: new mail is refused. Delete what you do not need"
                                    + " and empty the Trash."));
        }
    }

    /// The account of a quota root.
    private AccountId owner(String root) throws IOException {
        if (root.equals(ROOT)) {
            return account;
        }
        String text =
                new String(root.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        try {
            return names.spot(new MailboxName(text))
                    .filter(spot -> !spot.own() && spot.inside().isInbox())
                    .orElseThrow(QuotaCommands::noSuchRoot)
                    .owner();
        } catch (IllegalArgumentException _) {
            throw noSuchRoot(); // no name at all
        }
    }

    private String root(AccountId owner) throws IOException {
        if (owner.equals(account)) {
            return ROOT;
        }
        String text = names.root(owner).orElseThrow(QuotaCommands::noSuchRoot);
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static ImapRefusal noSuchRoot() {
        return ImapRefusal.no(ResponseCode.Word.NONEXISTENT, "there is no such quota root");
    }

    private ImapResponse quota(String root, AccountId owner) {
        return new ImapResponse.QuotaIs(root, resources(owner));
    }

    private List<Resource> resources(AccountId owner) {
        Quota quota = store.quota(owner);
        var resources = new ArrayList<Resource>();
        if (quota.octetsLimit() > 0) {
            long used = Math.ceilDiv(quota.octetsUsed(), UNIT);
            resources.add(new Resource("STORAGE", used, quota.octetsLimit() / UNIT));
        }
        if (quota.messagesLimit() > 0) {
            resources.add(new Resource("MESSAGE", quota.messagesUsed(), quota.messagesLimit()));
        }
        return resources;
    }
}
