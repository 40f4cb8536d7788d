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
import dev.jebi.mailstore.sharing.Right;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/// STORE, COPY, MOVE and EXPUNGE (RFC 9051 §6.4). What they change is announced when the session
/// updates its view. For one thread.
final class MessageCommands {
    private final SelectedMailbox view;
    private final Responder out;
    private final Sitting sitting;
    private final Enabled enabled;
    private final MessageLimit limit;
    private final Names names;

    MessageCommands(Sitting sitting, SelectedMailbox view) {
        this.view = view;
        this.out = sitting.out();
        this.sitting = sitting;
        this.enabled = sitting.enabled();
        this.limit = sitting.messageLimit();
        this.names = sitting.names();
    }

    Completion store(ImapCommand.Store command) throws IOException {
        view.requireWritable();
        boolean uid = command.messages() instanceof MessageSet.Uids;
        var share = limit.of(view.select(command.messages()), view);
        var numbers = share.numbers();
        if (numbers.isEmpty()) {
            return Completion.of("STORE completed: no such messages");
        }
        var uids = view.uids(numbers);
        var storing =
                sitting.progress()
                        .during(
                                numbers.count(),
                                () ->
                                        view.mailbox()
                                                .store(
                                                        uids,
                                                        command.change(),
                                                        command.unchangedSince()));
        return switch (storing) {
            case Storing.Stored(var changed, var modified, var before) -> {
                // what somebody else changed just before is told even where this is silent
                if (!command.silent() || before.compareTo(view.learnt()) <= 0) {
                    changed.forEach(view::told);
                }
                int gone = show(command, numbers, modified, uid);
                yield stored(uid, modified, gone, share);
            }
            case Storing.TooManyKeywords _ ->
                    throw ImapRefusal.no(ResponseCode.Word.LIMIT, "too many keywords");
        };
    }

    private Completion stored(boolean uid, UidSet modified, int gone, MessageLimit.Share share)
            throws IOException {
        if (modified.isEmpty()) {
            if (gone > 0 && !uid) { // RFC 2180 §4.2.2
                throw ImapRefusal.no(
                        ResponseCode.Word.EXPUNGEISSUED, "some of the messages have been expunged");
            }
            return share.completion("STORE completed");
        }
        // RFC 7162 §3.1.3
        var code = new ResponseCode.Modified(uid ? modified : numbers(modified));
        if (share.cut().isPresent()) { // one code in each response
            out.send(ImapResponse.Untagged.ok(share.cut().get(), "not all of the messages"));
        }
        if (gone > 0 && !uid) {
            throw ImapRefusal.no(code, "some of the messages have been expunged");
        }
        return Completion.of(code, "conditional STORE left some messages alone");
    }

    /// Tells the flags as they are now; of messages that were left alone, whatever was asked: the
    /// client thinks that they are others (RFC 7162 §3.1.3).
    ///
    /// @return how many messages are gone
    private int show(ImapCommand.Store command, Numbers numbers, UidSet modified, boolean uid)
            throws IOException {
        int gone = 0;
        // RFC 7162 §3.1.3: MODSEQ is told even where the flags are not asked
        boolean modSeq = enabled.condstore() || command.unchangedSince().isPresent();
        for (var each = numbers.iterator(); each.hasNext(); ) {
            var found = view.mailbox().message(view.uid(each.nextInt()));
            if (found.isEmpty()) {
                gone++;
                continue;
            }
            boolean silent = command.silent() && !modified.contains(found.get().uid().value());
            if (modSeq || !silent) {
                tell(found.get(), silent, uid, modSeq);
            }
        }
        return gone;
    }

    private void tell(MessageInfo message, boolean silent, boolean uid, boolean modSeq)
            throws IOException {
        var values = new ArrayList<FetchValue>(3);
        // RFC 9051 §6.4.9; RFC 7162 §3.2.4: with QRESYNC always; RFC 9586 §3.3: UIDFETCH has it
        if ((uid || enabled.qresync()) && !enabled.uidOnly()) {
            values.add(new FetchValue.UidIs(message.uid()));
        }
        if (silent) {
            values.add(new FetchValue.ModSeqIs(message.modSeq()));
        } else {
            values.addAll(view.flags(message, modSeq));
        }
        out.send(view.fetched(message.uid(), values));
    }

    private UidSet numbers(UidSet uids) {
        return UidSet.of(uids.stream().map(view::number).filter(n -> n > 0).toArray());
    }

    Completion copy(ImapCommand.Copy command) throws IOException {
        var numbers = existing(command.messages());
        limit.require(numbers.count()); // RFC 9738 §3.1: copied whole or not at all
        if (numbers.isEmpty()) {
            return Completion.of("COPY completed: no such messages");
        }
        var target = names.copyTarget(command.target());
        var uids = view.uids(numbers);
        var copying =
                sitting.progress().during(numbers.count(), () -> view.mailbox().copy(uids, target));
        return switch (copying) {
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
        view.requireWritable();
        var share = limit.of(existing(command.messages()), view);
        if (share.numbers().isEmpty()) {
            return Completion.of("MOVE completed: no such messages");
        }
        var target = names.copyTarget(command.target());
        var uids = view.uids(share.numbers());
        var moving =
                sitting.progress()
                        .during(share.numbers().count(), () -> view.mailbox().move(uids, target));
        return switch (moving) {
            case Copying.Copied(var validity, var from, var to) -> {
                if (from.isEmpty()) {
                    yield Completion.of("MOVE completed: no such messages");
                }
                // RFC 6851 §4.3: before the EXPUNGE responses
                out.send(
                        ImapResponse.Untagged.ok(
                                new ResponseCode.CopyUid(validity, from, to), "moved"));
                yield expunged("MOVE completed", share);
            }
            case Copying.NoSuchMailbox _ -> throw noTarget(command.target());
            case Copying.OverQuota _ -> throw overQuota();
            case Copying.TooManyKeywords _ -> throw tooManyKeywords();
        };
    }

    Completion expunge(ImapCommand.Expunge command) throws IOException {
        view.requireWritable();
        Names.require(view.rights(), Right.EXPUNGE);
        var share = new MessageLimit.Share(Numbers.NONE, Optional.empty());
        var uids = UidSet.ALL;
        if (command.uids().isPresent()) { // RFC 9738 §3.1 limits UID EXPUNGE alone
            share = limit.of(view.select(command.uids().get()), view);
            uids = share.numbers().isEmpty() ? UidSet.EMPTY : view.uids(share.numbers());
        }
        if (uids.isEmpty() || view.mailbox().gone()) {
            return share.completion("EXPUNGE completed");
        }
        var named = uids;
        var gone = sitting.progress().during(view.count(), () -> view.mailbox().expunge(named));
        if (gone.isEmpty()) {
            return share.completion("EXPUNGE completed");
        }
        return expunged("EXPUNGE completed", share);
    }

    /// Tells what is gone, and then up to where the client knows all (RFC 7162 §3.2.7, RFC 6851
    /// §4.4).
    private Completion expunged(String text, MessageLimit.Share share) throws IOException {
        sitting.update(true);
        if (!enabled.condstore()) {
            return share.completion(text);
        }
        if (share.cut().isPresent()) { // one code in each response
            out.send(ImapResponse.Untagged.ok(share.cut().get(), "not all of the messages"));
        }
        return Completion.of(new ResponseCode.HighestModSeq(view.learnt()), text);
    }

    /// The messages; by sequence number, they must all be there (RFC 2180 §4.4.1).
    private Numbers existing(MessageSet messages) {
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
        return numbers;
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
