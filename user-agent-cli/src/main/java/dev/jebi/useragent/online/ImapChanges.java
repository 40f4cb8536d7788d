package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Delta;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MessageRef;

import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Changes to messages on an IMAP server; the local rows follow. Made later when the server is
/// away, and before anything else when it is there again.
final class ImapChanges {
    private final ImapMailboxes server;
    private final Account account;
    private final LocalStore local;
    private final List<Mailboxes.Made> made = new ArrayList<>();
    private boolean catchingUp;
    private boolean postponed;

    ImapChanges(ImapMailboxes server, Account account, LocalStore local) {
        this.server = server;
        this.account = account;
        this.local = local;
    }

    /// A change on the server.
    interface There<T> {
        T change() throws IOException;
    }

    /// The same change when the server is away.
    interface Here<T> {
        T change(Postponing postponing) throws IOException;
    }

    /// Makes a change, or lets it wait when the server cannot be reached.
    <T> T orLater(There<T> there, Here<T> here) throws IOException {
        try {
            T changed = there.change();
            postponed = false;
            return changed;
        } catch (Failure failure) {
            if (failure.kind() != Failure.Kind.UNREACHABLE || account.name().isEmpty()) {
                throw failure;
            }
            T changed = here.change(new Postponing(local, failure));
            postponed = true;
            return changed;
        }
    }

    /// Whether the last change waits.
    boolean postponed() {
        return postponed;
    }

    /// What became of changes that had to wait, since it was last asked.
    List<Mailboxes.Made> made() {
        List<Mailboxes.Made> told = List.copyOf(made);
        made.clear();
        return told;
    }

    /// Makes what had to wait; the server is there again.
    void catchUp() throws IOException {
        if (!catchingUp && !local.later().isEmpty()) {
            catchingUp = true;
            try {
                new CatchingUp(server, this, local).run(made);
            } finally {
                catchingUp = false;
            }
        }
    }

    /// The messages of one open mailbox; each must be there.
    static List<Message> messages(IMAPFolder folder, List<MessageRef> refs)
            throws MessagingException {
        var messages = new ArrayList<Message>();
        for (MessageRef ref : refs) {
            Message message = folder.getMessageByUID(ref.uid());
            if (message == null) {
                throw ImapMailboxes.noMessage(ref.toString());
            }
            messages.add(message);
        }
        return messages;
    }

    /// What is done in each mailbox that references name.
    private interface Each {
        void in(IMAPFolder folder, List<MessageRef> refs, Message[] messages)
                throws MessagingException, IOException;
    }

    /// Looks first whether all are there, so that nothing is done by halves.
    private void each(List<MessageRef> refs, Each work) throws IOException {
        var groups = new LinkedHashMap<String, List<MessageRef>>();
        refs.stream()
                .distinct()
                .forEach(r -> groups.computeIfAbsent(r.mailbox(), _ -> new ArrayList<>()).add(r));
        server.talk(_ -> {
            if (groups.size() > 1) {
                for (var group : groups.entrySet()) {
                    messages(server.open(group.getKey(), Folder.READ_ONLY), group.getValue());
                }
            }
            for (var group : groups.entrySet()) {
                IMAPFolder folder = server.open(group.getKey(), Folder.READ_WRITE);
                List<Message> messages = messages(folder, group.getValue());
                work.in(folder, group.getValue(), messages.toArray(Message[]::new));
            }
            return true;
        });
    }

    Map<MessageRef, List<String>> flag(
            List<MessageRef> messages, List<String> set, List<String> clear) throws IOException {
        var now = new LinkedHashMap<MessageRef, List<String>>();
        messages.forEach(m -> now.put(m, List.of())); // in the order in which they were named
        each(
                messages,
                (folder, refs, all) -> {
                    if (!set.isEmpty()) {
                        folder.setFlags(all, Headers.flags(set), true);
                    }
                    if (!clear.isEmpty()) {
                        folder.setFlags(all, Headers.flags(clear), false);
                    }
                    var flags = new TreeMap<Long, List<String>>();
                    for (int i = 0; i < all.length; i++) {
                        List<String> words = Headers.words(all[i].getFlags());
                        now.put(refs.get(i), words);
                        flags.put(refs.get(i).uid(), words);
                    }
                    local.mailbox(folder.getFullName()).apply(Delta.flags(flags));
                    local.changed();
                });
        return now;
    }

    List<Mailboxes.Moved> take(List<MessageRef> messages, String mailbox, boolean move)
            throws IOException {
        var moved = new ArrayList<Mailboxes.Moved>();
        var trail = new Trail(local);
        each(
                messages,
                (folder, refs, all) -> {
                    Folder to = server.folder(mailbox);
                    if (!to.exists()) {
                        throw ImapMailboxes.noMailbox(mailbox, new FolderNotFoundException(to));
                    }
                    Carrying carrying = carrying();
                    AppendUID @Nullable [] uids =
                            move ? carrying.move(folder, all, to) : carrying.copy(folder, all, to);
                    if (uids == null) {
                        trail.begin(refs);
                    }
                    for (int i = 0; i < refs.size(); i++) {
                        AppendUID uid = uids == null || i >= uids.length ? null : uids[i];
                        moved.add(
                                new Mailboxes.Moved(
                                        refs.get(i),
                                        uid == null
                                                ? Optional.empty()
                                                : Optional.of(new MessageRef(mailbox, uid.uid))));
                    }
                    if (move) {
                        forget(refs);
                    }
                    local.changed();
                });
        if (!trail.begun()) {
            return moved;
        }
        server.sync(mailbox, Mailboxes.Depth.NEWEST, Progress.NONE);
        return trail.end(moved, local.mailbox(mailbox));
    }

    private Carrying carrying() throws MessagingException {
        return new Carrying(server.can("MOVE"), server.can("UIDPLUS"));
    }

    Boolean remove(List<MessageRef> messages) throws IOException {
        each(
                messages,
                (folder, refs, all) -> {
                    carrying().expunge(folder, all);
                    forget(refs);
                    local.changed();
                });
        return true;
    }

    private void forget(List<MessageRef> refs) throws IOException {
        Set<Long> uids = new HashSet<>();
        refs.forEach(r -> uids.add(r.uid()));
        local.mailbox(refs.getFirst().mailbox()).apply(Delta.gone(uids));
    }

    /// Which of these messages the server has.
    ///
    /// @param validity of the mailbox when they were named; with another one it has none of them
    Set<Long> there(String mailbox, long validity, List<MessageRef> refs) throws IOException {
        return server.talk(_ -> {
            IMAPFolder folder = server.open(mailbox, Folder.READ_WRITE);
            var found = new HashSet<Long>();
            if (folder.getUIDValidity() == validity) {
                long[] uids = refs.stream().mapToLong(MessageRef::uid).toArray();
                for (Message message : folder.getMessagesByUID(uids)) {
                    if (message != null) {
                        found.add(folder.getUID(message));
                    }
                }
            }
            return found;
        });
    }

    /// Brings the rows of messages here as the server has them.
    void again(String mailbox, List<MessageRef> refs) throws IOException {
        String uids = String.join(",", refs.stream().map(r -> String.valueOf(r.uid())).toList());
        List<Envelope> rows =
                server.talk(_ -> server.fetch(server.open(mailbox, Folder.READ_ONLY)).byUid(uids));
        local.mailbox(mailbox).apply(Delta.fresh(rows));
    }
}
