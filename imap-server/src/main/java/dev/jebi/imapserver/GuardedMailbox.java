package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Appending;
import dev.jebi.mailstore.Changes;
import dev.jebi.mailstore.CopyTarget;
import dev.jebi.mailstore.Copying;
import dev.jebi.mailstore.FlagChange;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.Removal;
import dev.jebi.mailstore.Replacing;
import dev.jebi.mailstore.ScannedMessage;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.Storing;
import dev.jebi.mailstore.ThreadId;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidList;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.Watch;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A mailbox that asks for rights before it does anything (RFC 4314 §4): what may not be changed is
/// refused or left as it is. To who may not read it any more it is gone. For one thread.
final class GuardedMailbox implements Mailbox {
    private final Mailbox mailbox;
    private final Access access;
    private final OptionalLong appendLimit;

    /// @param appendLimit the most octets of a message that is uploaded (RFC 7889), where that is
    ///   less than everywhere
    GuardedMailbox(Mailbox mailbox, Access access, OptionalLong appendLimit) {
        this.mailbox = mailbox;
        this.access = access;
        this.appendLimit = appendLimit;
    }

    private void require(Right right) {
        Names.require(access.rights(), right);
    }

    private boolean readable() {
        return access.rights().has(Right.READ);
    }

    @Override
    public MailboxInfo info() {
        return mailbox.info();
    }

    @Override
    public boolean gone() {
        return mailbox.gone() || !readable();
    }

    @Override
    public long[] uids() {
        return mailbox.uids();
    }

    @Override
    public UidList list() {
        return mailbox.list();
    }

    @Override
    public Optional<Uid> firstUnseen() {
        return mailbox.firstUnseen();
    }

    @Override
    public Optional<MessageInfo> message(Uid uid) {
        return mailbox.message(uid);
    }

    @Override
    public void forEach(UidSet uids, Consumer<MessageInfo> each) {
        if (readable()) {
            mailbox.forEach(uids, each);
        }
    }

    @Override
    public void scan(UidSet uids, ScannedMessage.Look look) throws IOException {
        if (readable()) {
            mailbox.scan(uids, look);
        }
    }

    @Override
    public Flags keywords() {
        return mailbox.keywords();
    }

    @Override
    public Changes changesSince(ModSeq since) {
        return mailbox.changesSince(since);
    }

    @Override
    public Watch watch(Runnable onChange) {
        return mailbox.watch(onChange);
    }

    /// RFC 4314 §4: flags that may not be set are left out, and the message comes all the same.
    @Override
    public Appending append(List<NewMessage> messages) throws IOException {
        var rights = access.rights();
        Names.require(rights, Right.INSERT);
        long largest = messages.stream().mapToLong(m -> m.content().size()).max().orElse(0);
        if (appendLimit.isPresent() && largest > appendLimit.getAsLong()) { // RFC 7889 §4
            throw ImapRefusal.no(
                    ResponseCode.Word.TOOBIG,
                    "messages for this mailbox have at most "
                            + appendLimit.getAsLong()
                            + " octets");
        }
        var scope = rights.flags();
        return mailbox.append(messages.stream().map(message -> message.within(scope)).toList());
    }

    /// RFC 4314 §4: it is done with the flags that may be changed, unless there is none.
    @Override
    public Storing store(UidSet uids, FlagChange change, Optional<ModSeq> unchangedSince)
            throws IOException {
        var scope = access.rights().flags();
        var allowed = change.within(scope);
        boolean nothingLeft =
                allowed.flags().equals(Flags.NONE) && !change.flags().equals(Flags.NONE);
        if (!scope.any() || nothingLeft) {
            throw ImapRefusal.no(
                    ResponseCode.Word.NOPERM, "these flags are not yours to change here");
        }
        return mailbox.store(uids, allowed, unchangedSince);
    }

    @Override
    public UidSet expunge(UidSet uids) throws IOException {
        require(Right.EXPUNGE);
        return mailbox.expunge(uids);
    }

    @Override
    public UidSet remove(UidSet uids, Removal removal) throws IOException {
        require(Right.EXPUNGE);
        require(Right.DELETE_MESSAGES);
        return mailbox.remove(uids, removal);
    }

    @Override
    public Copying copy(UidSet uids, CopyTarget target) throws IOException {
        require(Right.READ);
        return mailbox.copy(uids, target);
    }

    /// RFC 6851 §3.3 is a copy, `\Deleted` and an expunge, and so are the rights that it needs.
    @Override
    public Copying move(UidSet uids, CopyTarget target) throws IOException {
        require(Right.READ);
        require(Right.DELETE_MESSAGES);
        require(Right.EXPUNGE);
        return mailbox.move(uids, target);
    }

    /// RFC 8508 §3.5: what an append and an expunge need.
    @Override
    public Replacing replace(Uid uid, CopyTarget target, NewMessage message) throws IOException {
        require(Right.DELETE_MESSAGES);
        require(Right.EXPUNGE);
        return mailbox.replace(uid, target, message);
    }

    @Override
    public Optional<Content> content(Uid uid) throws IOException {
        return readable() ? mailbox.content(uid) : Optional.empty();
    }

    @Override
    public Optional<MessageHead> head(Uid uid) throws IOException {
        return readable() ? mailbox.head(uid) : Optional.empty();
    }

    @Override
    public Optional<ThreadId> thread(Uid uid) throws IOException {
        return readable() ? mailbox.thread(uid) : Optional.empty();
    }

    @Override
    public long[] search(SearchQuery query) throws IOException {
        return readable() ? mailbox.search(query) : new long[0];
    }

    @Override
    public void close() {
        mailbox.close();
    }
}
