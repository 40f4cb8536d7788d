package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.Untagged;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Mailbox;

import java.io.IOException;

/// SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3; RFC 3501 §6.3.1 for RECENT and UNSEEN). For one
/// thread.
final class SelectCommand {
    private final Sitting sitting;
    private final ImapFace face;
    private final AccountId account;
    private final Responder out;

    SelectCommand(Sitting sitting, AccountId account) {
        this.sitting = sitting;
        this.face = sitting.face();
        this.account = account;
        this.out = sitting.out();
    }

    /// Opens the mailbox and tells of it.
    SelectedMailbox select(ImapCommand.Select command) throws IOException {
        Mailbox mailbox =
                face.store()
                        .open(account, command.mailbox())
                        .orElseThrow(() ->
                                ImapRefusal.no(
                                        ResponseCode.Word.NONEXISTENT, "there is no such mailbox"));
        boolean told = false;
        try {
            var view =
                    new SelectedMailbox(
                            mailbox, command.readOnly(), face.marks(), sitting.enabled());
            tell(view);
            told = true;
            return view;
        } finally {
            if (!told) {
                mailbox.close();
            }
        }
    }

    private void tell(SelectedMailbox view) throws IOException {
        var opened = view.opened();
        out.send(new ImapResponse.FlagList(SelectedMailbox.all(view.keywords())));
        out.send(new ImapResponse.Exists(view.count()));
        out.send(new ImapResponse.Recent(view.recentCount()));
        long unseen = opened.unseen() == 0 ? 0 : firstUnseen(view);
        if (unseen > 0) {
            out.send(Untagged.ok(new ResponseCode.Unseen(unseen), "the first that is unseen"));
        }
        out.send(Untagged.ok(new ResponseCode.UidIs(opened.uidValidity()), "UIDs are valid"));
        out.send(Untagged.ok(new ResponseCode.UidNext(opened.uidNext()), "the next UID"));
        out.send(Untagged.ok(view.permanentFlags(), "flags that are kept"));
        out.send(
                Untagged.ok(
                        new ResponseCode.HighestModSeq(opened.highestModSeq()),
                        "the highest mod-sequence"));
        out.send(
                Untagged.ok(
                        new ResponseCode.MailboxIdentity(ObjectIds.of(opened.id())),
                        "the mailbox's identity"));
    }

    private static long firstUnseen(SelectedMailbox view) {
        return view.mailbox().firstUnseen().map(uid -> view.number(uid.value())).orElse(0);
    }
}
