package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.QuotaIs.Resource;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Quota;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// QUOTA (RFC 9208): an account has one quota root, with the empty name, which limits all its
/// mailboxes. Changing it is the administrator's. For one thread.
final class QuotaCommands {
    private static final String ROOT = "";

    /// RFC 9208 §5.1: STORAGE is counted in units of 1024 octets.
    private static final long UNIT = 1024;

    private final MailStore store;
    private final AccountId account;
    private final Responder out;

    QuotaCommands(MailStore store, AccountId account, Responder out) {
        this.store = store;
        this.account = account;
        this.out = out;
    }

    Completion getQuota(ImapCommand.GetQuota command) throws IOException {
        requireRoot(command.root());
        out.send(quota());
        return Completion.of("GETQUOTA completed");
    }

    Completion getQuotaRoot(ImapCommand.GetQuotaRoot command) throws IOException {
        if (store.mailbox(account, command.mailbox()).isEmpty()) {
            throw ImapRefusal.no(ResponseCode.Word.NONEXISTENT, "there is no such mailbox");
        }
        if (resources().isEmpty()) {
            out.send(new ImapResponse.QuotaRoots(command.mailbox(), List.of()));
        } else {
            out.send(new ImapResponse.QuotaRoots(command.mailbox(), List.of(ROOT)));
            out.send(quota());
        }
        return Completion.of("GETQUOTAROOT completed");
    }

    Completion setQuota(ImapCommand.SetQuota command) {
        requireRoot(command.root());
        throw ImapRefusal.no(ResponseCode.Word.NOPERM, "the quota is the administrator's to set");
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

    private static void requireRoot(String root) {
        if (!root.equals(ROOT)) {
            throw ImapRefusal.no(ResponseCode.Word.NONEXISTENT, "there is no such quota root");
        }
    }

    private ImapResponse quota() {
        return new ImapResponse.QuotaIs(ROOT, resources());
    }

    private List<Resource> resources() {
        Quota quota = store.quota(account);
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
