package dev.jebi.imapserver;

import dev.jebi.imapserver.command.Resync;
import dev.jebi.mailstore.Changes;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.List;

/// Tells a client that selects a mailbox what happened there since it last looked (RFC 7162
/// §3.2.5). For one thread.
final class QuickResync {
    private final SelectedMailbox view;
    private final Responder out;

    QuickResync(SelectedMailbox view, Responder out) {
        this.view = view;
        this.out = out;
    }

    /// Tells it; nothing where the client knows UIDs of another time.
    void tell(Resync resync) throws IOException {
        var opened = view.opened();
        if (resync.uidValidity() != opened.uidValidity().value()) {
            return;
        }
        Changes changes = view.mailbox().changesSince(resync.modSeq());
        var known = resync.known().orElse(UidSet.ALL);
        // what was expunged since this view began is still in it, and is told when that ends
        var vanished =
                changes.vanished()
                        .and(known)
                        .and(above(resync))
                        .minus(UidSet.of(view.list().among(changes.vanished())));
        out.vanished(true, vanished);
        for (MessageInfo message : changes.changed()) {
            long uid = message.uid().value();
            // what changed since this view began is told by its first update
            boolean before = message.modSeq().compareTo(opened.highestModSeq()) <= 0;
            if (before && known.contains(uid) && view.number(uid) > 0) {
                out.send(view.unasked(message));
            }
        }
    }

    /// Where the client's numbers and UIDs still go together, nothing below has vanished since it
    /// learnt them (RFC 7162 §3.2.5.2).
    private UidSet above(Resync resync) {
        long matching = 0;
        var pairs = resync.pairs();
        while (pairs.next() && view.number(pairs.uid()) == pairs.number()) {
            matching = pairs.uid();
        }
        return matching == 0xFFFF_FFFFL
                ? UidSet.EMPTY
                : UidSet.ofRanges(List.of(new UidSet.Range(matching + 1, 0xFFFF_FFFFL)));
    }
}
