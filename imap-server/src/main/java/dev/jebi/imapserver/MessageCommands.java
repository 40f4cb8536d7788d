package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.response.FetchValue;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Copying;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.Storing;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.ArrayList;

/// STORE, COPY, MOVE and EXPUNGE (RFC 9051 §6.4). What they change is announced when the session
/// updates its view. For one thread.
final class MessageCommands {
    private final SelectedMailbox view;
    private final Responder out;
    private final Enabled enabled;

    MessageCommands(Sitting sitting, SelectedMailbox view) {
        this.view = view;
        this.out = sitting.out();
        this.enabled = sitting.enabled();
    }

    Completion store(ImapCommand.Store command) throws IOException {
        requireWritable();
        boolean uid = command.messages() instanceof MessageSet.Uids;
        var numbers = view.select(command.messages());
        if (numbers.isEmpty()) {
            return Completion.of("STORE completed: no such messages");
        }
        var uids = view.uids(numbers);
        return switch (view.mailbox().store(uids, command.change(), command.unchangedSince())) {
            case Storing.Stored(var changed, var modified) -> {
                changed.forEach(view::told);
                int gone = show(command, numbers, modified, uid);
                if (!modified.isEmpty()) { // RFC 7162 §3.1.3
                    yield Completion.of(
                            new ResponseCode.Modified(uid ? modified : numbers(modified)),
                            "conditional STORE left some messages alone");
                }
                if (gone > 0 && !uid) { // RFC 2180 §4.2.2
                    throw ImapRefusal.no(
                            ResponseCode.Word.EXPUNGEISSUED,
                            "some of the messages have been expunged");
                }
                yield Completion.of("STORE completed");
            }
            case Storing.TooManyKeywords _ ->
                    throw ImapRefusal.no(ResponseCode.Word.LIMIT, "too many keywords");
        };
    }

    /// Tells the flags as they are now.
    ///
    /// @return how many messages are gone
    private int show(ImapCommand.Store command, Numbers numbers, UidSet modified, boolean uid)
            throws IOException {
        int gone = 0;
        // RFC 7162 §3.1.3: MODSEQ is told even where the flags are not asked
        boolean modSeq = enabled.condstore() || command.unchangedSince().isPresent();
        for (var each = numbers.iterator(); each.hasNext(); ) {
            int number = each.nextInt();
            var found = view.mailbox().message(view.uid(number));
            if (found.isEmpty()) {
                gone++;
            } else if (!modified.contains(view.uid(number).value())
                    && (modSeq || !command.silent())) {
                tell(number, found.get(), command.silent(), uid, modSeq);
            }
        }
        return gone;
    }

    private void tell(int number, MessageInfo message, boolean silent, boolean uid, boolean modSeq)
            throws IOException {
        var values = new ArrayList<FetchValue>(3);
        if (uid) { // RFC 9051 §6.4.9
            values.add(new FetchValue.UidIs(message.uid()));
        }
        if (silent) {
            values.add(new FetchValue.ModSeqIs(message.modSeq()));
        } else {
            values.addAll(view.flags(message, modSeq));
        }
        out.send(new ImapResponse.Fetched(number, values));
    }

    private UidSet numbers(UidSet uids) {
        return UidSet.of(uids.stream().map(view::number).filter(n -> n > 0).toArray());
    }

    Completion copy(ImapCommand.Copy command) throws IOException {
        var uids = existing(command.messages());
        if (uids.isEmpty()) {
            return Completion.of("COPY completed: no such messages");
        }
        return switch (view.mailbox().copy(uids, command.target())) {
            case Copying.Copied(var validity, var from, var to) ->
                    from.isEmpty()
                            ? Completion.of("COPY completed: no such messages")
                            : Completion.of(
                                    new ResponseCode.CopyUid(validity, from, to), "COPY completed");
            case Copying.NoSuchMailbox _ -> throw noTarget(command.target());
            case Copying.OverQuota _ -> throw overQuota();
            case Copying.TooManyKeywords _ -> throw tooManyKeywords();
        };
    }

    /// Where nothing is left to move, that is no failure: clients that got NO kept such messages on
    /// their screens (quirk of iOS).
    Completion move(ImapCommand.Move command) throws IOException {
        requireWritable();
        var uids = existing(command.messages());
        if (uids.isEmpty()) {
            return Completion.of("MOVE completed: no such messages");
        }
        switch (view.mailbox().move(uids, command.target())) {
            case Copying.Copied(var validity, var from, var to) -> {
                if (!from.isEmpty()) { // RFC 6851 §4.3: before the EXPUNGE responses
                    out.send(
                            ImapResponse.Untagged.ok(
                                    new ResponseCode.CopyUid(validity, from, to), "moved"));
                }
            }
            case Copying.NoSuchMailbox _ -> throw noTarget(command.target());
            case Copying.OverQuota _ -> throw overQuota();
            case Copying.TooManyKeywords _ -> throw tooManyKeywords();
        }
        return Completion.of("MOVE completed");
    }

    Completion expunge(ImapCommand.Expunge command) throws IOException {
        requireWritable();
        var uids =
                command.uids().isPresent()
                        ? view.uids(view.select(command.uids().get()))
                        : UidSet.ALL;
        if (!uids.isEmpty() && !view.mailbox().gone()) {
            view.mailbox().expunge(uids);
        }
        return Completion.of("EXPUNGE completed");
    }

    /// The messages by UID; by sequence number, they must all be there (RFC 2180 §4.4.1).
    private UidSet existing(MessageSet messages) {
        var numbers = view.select(messages);
        if (messages instanceof MessageSet.Numbers) {
            for (var each = numbers.iterator(); each.hasNext(); ) {
                if (view.mailbox().message(view.uid(each.nextInt())).isEmpty()) {
                    throw ImapRefusal.no(
                            ResponseCode.Word.EXPUNGEISSUED,
                            "some of the messages have been expunged");
                }
            }
        }
        return numbers.isEmpty() ? UidSet.EMPTY : view.uids(numbers);
    }

    private void requireWritable() {
        if (view.readOnly()) {
            throw ImapRefusal.no("the mailbox is open for reading only");
        }
    }

    static ImapRefusal noTarget(MailboxName mailbox) {
        return ImapRefusal.no(
                mailbox.isInbox() ? ResponseCode.Word.NONEXISTENT : ResponseCode.Word.TRYCREATE,
                "there is no such mailbox");
    }

    static ImapRefusal overQuota() {
        return ImapRefusal.no(ResponseCode.Word.OVERQUOTA, "the quota does not hold it");
    }

    static ImapRefusal tooManyKeywords() {
        return ImapRefusal.no(ResponseCode.Word.LIMIT, "too many keywords in the mailbox");
    }
}
