package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An open mailbox: one snapshot in memory, shared by all who opened it and kept current. It speaks
/// UIDs; sequence numbers are the session's. Every method that changes something returns when the
/// change is durable. Safe for use by several threads; close it when nobody looks any more.
public interface Mailbox extends AutoCloseable {
    /// The mailbox as it is now.
    MailboxInfo info();

    /// Whether it has been deleted since it was opened.
    boolean gone();

    /// The UIDs of all messages, ascending; the caller's own array.
    long[] uids();

    /// The UIDs of all messages, at no cost.
    UidList list();

    /// The first message without `\Seen`.
    Optional<Uid> firstUnseen();

    /// One message.
    Optional<MessageInfo> message(Uid uid);

    /// The messages among these UIDs, ascending, each as it is now, one after the other.
    void forEach(UidSet uids, Consumer<MessageInfo> each);

    /// Shows the messages among these UIDs, ascending, each as it is now: the same as [#forEach]
    /// without an object for each, for commands that look at many.
    void scan(UidSet uids, ScannedMessage.Look look) throws IOException;

    /// Keywords that messages of this mailbox have or had.
    Flags keywords();

    /// What changed after `since`. The one mechanism behind NOOP, IDLE, CONDSTORE and QRESYNC.
    Changes changesSince(ModSeq since);

    /// Calls `onChange`, on some thread and briefly, after each change. Close it to end.
    Watch watch(Runnable onChange);

    /// Appends, all or nothing (RFC 3502).
    Appending append(List<NewMessage> messages) throws IOException;

    /// Changes flags; with `unchangedSince`, only of messages that did not change after it.
    Storing store(UidSet uids, FlagChange change, Optional<ModSeq> unchangedSince)
            throws IOException;

    /// Expunges those among `uids` that have `\Deleted`, in one change; they can be restored
    /// ([MailStore#kept]).
    ///
    /// @return which were expunged
    UidSet expunge(UidSet uids) throws IOException;

    /// Expunges these whatever their flags, in one change (POP3 QUIT).
    ///
    /// @return which were expunged
    UidSet remove(UidSet uids, Removal removal) throws IOException;

    /// As the other one.
    ///
    /// @param kept whether they can be restored
    default UidSet remove(UidSet uids, boolean kept) throws IOException {
        return remove(uids, kept ? Removal.KEPT : new Removal.ForGood());
    }

    /// As the other one; they can be restored.
    default UidSet remove(UidSet uids) throws IOException {
        return remove(uids, true);
    }

    /// Copies, in one change; to an account in another database all or nothing, but for a crash.
    Copying copy(UidSet uids, CopyTarget target) throws IOException;

    /// Moves, in one change (RFC 6851); to an account in another database it copies first, so that
    /// a crash leaves messages in both rather than in none.
    Copying move(UidSet uids, CopyTarget target) throws IOException;

    /// Copies within the account, in one change.
    default Copying copy(UidSet uids, MailboxName target) throws IOException {
        return copy(uids, new CopyTarget(info().account(), target));
    }

    /// Moves within the account, in one change.
    default Copying move(UidSet uids, MailboxName target) throws IOException {
        return move(uids, new CopyTarget(info().account(), target));
    }

    /// Puts a message into a mailbox and takes this one out of this mailbox, in one change (RFC
    /// 8508), but for a target in another database; what was taken out can be restored.
    Replacing replace(Uid uid, CopyTarget target, NewMessage message) throws IOException;

    /// The same within the account.
    default Replacing replace(Uid uid, MailboxName target, NewMessage message) throws IOException {
        return replace(uid, new CopyTarget(info().account(), target), message);
    }

    /// The octets of a message, as accepted, below the trace fields that were put before it.
    Optional<Content> content(Uid uid) throws IOException;

    /// What was read from the message when it came.
    Optional<MessageHead> head(Uid uid) throws IOException;

    /// The thread of a message, which its head tells (RFC 8474 §5.2).
    Optional<ThreadId> thread(Uid uid) throws IOException;

    /// The UIDs that match, ascending.
    long[] search(SearchQuery query) throws IOException;

    @Override
    void close();
}
