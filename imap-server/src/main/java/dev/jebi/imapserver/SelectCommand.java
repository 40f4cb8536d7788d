package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.Untagged;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.KeptViews;
import dev.jebi.mailstore.sharing.Right;

import java.io.IOException;
import java.util.Optional;

/// SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3; RFC 3501 §6.3.1 for RECENT and UNSEEN). For one
/// thread.
final class SelectCommand {
    private final Sitting sitting;
    private final ImapFace face;
    private final Responder out;

    SelectCommand(Sitting sitting) {
        this.sitting = sitting;
        this.face = sitting.face();
        this.out = sitting.out();
    }

    /// Opens the mailbox and tells of it.
    SelectedMailbox select(ImapCommand.Select command) throws IOException {
        var opened = sitting.names().open(command.mailbox(), Right.READ);
        boolean told = false;
        try {
            var view =
                    new SelectedMailbox(
                            opened.mailbox(),
                            opened.access(),
                            command.readOnly(),
                            face.marks(),
                            sitting.enabled());
            tell(view, command);
            if (command.resync().isPresent()) {
                new QuickResync(view, out).tell(command.resync().get());
            }
            told = true;
            return view;
        } finally {
            if (!told) {
                opened.close();
            }
        }
    }

    private void tell(SelectedMailbox view, ImapCommand.Select command) throws IOException {
        var opened = view.opened();
        if (KeptViews.is(opened)) { // RFC 4315 §3
            out.send(Untagged.no(ResponseCode.Word.UIDNOTSTICKY, "UIDs are of this moment"));
        }
        var enabled = sitting.enabled();
        out.send(new ImapResponse.FlagList(SelectedMailbox.all(view.keywords())));
        out.send(new ImapResponse.Exists(view.count()));
        if (enabled.rev2()) { // RFC 9051 §6.3.2
            var name = command.mailbox().value();
            var old = Optional.of(command.asked()).filter(asked -> !asked.equals(name));
            out.send(new ImapResponse.NamedNow(name, old));
        } else {
            out.send(new ImapResponse.Recent(view.recentCount()));
            tellUnseen(view);
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

    private void tellUnseen(SelectedMailbox view) throws IOException {
        if (sitting.enabled().uidOnly()) {
            return; // RFC 9586 §3: it is a sequence number
        }
        long unseen = view.opened().unseen() == 0 ? 0 : firstUnseen(view);
        if (unseen > 0) {
            out.send(Untagged.ok(new ResponseCode.Unseen(unseen), "the first that is unseen"));
        }
    }

    private static long firstUnseen(SelectedMailbox view) {
        return view.mailbox().firstUnseen().map(uid -> view.number(uid.value())).orElse(0);
    }
}
