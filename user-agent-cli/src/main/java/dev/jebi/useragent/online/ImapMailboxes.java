package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.local.Delta;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.search.Query;
import dev.jebi.useragent.search.ServerTerms;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Quota;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// Mailboxes on an IMAP server, through one connection with one mailbox open at a time.
final class ImapMailboxes implements Mailboxes {
    private final Account account;
    private final LocalStore local;
    private Duration silence;
    private @Nullable IMAPStore store;
    private volatile @Nullable IMAPFolder open;

    ImapMailboxes(Account account, LocalStore local) {
        this.account = account;
        this.local = local;
        this.silence = account.silence();
    }

    /// What is done with the server; its faults become words.
    interface Talk<T> {
        T with(IMAPStore store) throws MessagingException, IOException;
    }

    <T> T talk(Talk<T> talk) throws IOException {
        var endpoint = account.endpoint(Service.IMAP);
        try {
            return talk.with(store());
        } catch (FolderNotFoundException e) {
            throw noMailbox(e.getFolder() == null ? "" : e.getFolder().getFullName(), e);
        } catch (MessagingException e) {
            if (Faults.gone(e)) {
                close();
            }
            throw Faults.of(e, endpoint);
        }
    }

    static Failure noMailbox(String name, Exception cause) {
        return new Failure(
                Failure.Kind.NOT_FOUND,
                "there is no mailbox " + SafeText.line(name) + "; jebi mail folders shows all",
                cause);
    }

    private IMAPStore store() throws MessagingException {
        if (store == null || !store.isConnected()) {
            open = null;
            Store fresh = new Connections(account, silence).store(Service.IMAP);
            store = (IMAPStore) fresh;
        }
        return store;
    }

    private IMAPFolder folder(String name) throws MessagingException {
        if (store().getFolder(name) instanceof IMAPFolder folder) {
            return folder;
        }
        throw new Failure(Failure.Kind.USAGE, "this needs an IMAP server");
    }

    private IMAPFolder open(String name, int mode) throws MessagingException {
        store();
        if (open != null
                && open.isOpen()
                && open.getFullName().equals(name)
                && (open.getMode() == mode || open.getMode() == Folder.READ_WRITE)) {
            return open;
        }
        leave();
        IMAPFolder folder = folder(name);
        folder.open(mode);
        open = folder;
        return folder;
    }

    private void leave() {
        if (open != null && open.isOpen()) {
            try {
                open.close(false); // true, as close() has it, removes all that others marked
            } catch (MessagingException _) {
                // what was to be done is done, or has failed with better words
            }
        }
        open = null;
    }

    @Override
    public List<MailboxLine> list() throws IOException {
        List<MailboxLine> lines =
                talk(server -> {
                    var found = new ArrayList<MailboxLine>();
                    for (Folder folder : server.getDefaultFolder().list("*")) {
                        found.add(ServerLines.line(folder));
                    }
                    return found;
                });
        local.mailboxes(lines);
        return lines;
    }

    @Override
    public Synced sync(String mailbox, Depth depth, Progress progress) throws IOException {
        LocalMailbox rows = local.mailbox(mailbox);
        Synced synced =
                talk(server -> {
                    leave();
                    IMAPFolder folder = folder(mailbox);
                    var sync = new ImapSync(server, folder, rows);
                    sync.open();
                    open = folder;
                    return sync.run(depth, progress);
                });
        if (depth == Depth.OCTETS) {
            List<Envelope> all = rows.rows(0, rows.count());
            for (int i = all.size() - 1; i >= 0; i--) {
                octets(all.get(i), Progress.NONE);
                progress.at(mailbox + " …", (long) all.size() - i, all.size());
            }
        }
        return synced;
    }

    @Override
    public Envelope row(MessageRef ref) throws IOException {
        Optional<Envelope> here = local.mailbox(ref.mailbox()).row(ref.uid());
        if (here.isPresent()) {
            return here.get();
        }
        return talk(server -> {
            IMAPFolder folder = open(ref.mailbox(), Folder.READ_ONLY);
            var fetch = new RowFetch(folder, server.hasCapability("OBJECTID"));
            return fetch.byUid(String.valueOf(ref.uid())).stream()
                    .filter(row -> row.uid() == ref.uid())
                    .findFirst()
                    .orElseThrow(() -> noMessage(ref.toString()));
        });
    }

    @Override
    public Path octets(Envelope message, Progress progress) throws IOException {
        Optional<Path> here = local.octets(message);
        if (here.isPresent()) {
            return here.get();
        }
        return talk(server -> {
            IMAPFolder folder = open(message.mailbox(), Folder.READ_ONLY);
            Message there = messages(folder, List.of(message.ref())).getFirst();
            return local.keep(
                    message,
                    out -> {
                        try {
                            there.writeTo(new Counting(out, message, progress));
                        } catch (MessagingException e) {
                            throw new IOException(e);
                        }
                    });
        });
    }

    @Override
    public List<Envelope> search(String mailbox, Query query, int most) throws IOException {
        sync(mailbox, Depth.NEWEST, Progress.NONE);
        LocalMailbox rows = local.mailbox(mailbox);
        return talk(server -> {
            IMAPFolder folder = open(mailbox, Folder.READ_ONLY);
            var term = ServerTerms.of(query);
            Message[] found =
                    term.isPresent() ? ServerSearch.of(folder, term.get()) : folder.getMessages();
            int from = Math.max(0, found.length - most);
            var byUid = new TreeMap<Long, Envelope>();
            var missing = new ArrayList<String>();
            for (Message message : Arrays.copyOfRange(found, from, found.length)) {
                long uid = folder.getUID(message);
                rows.row(uid)
                        .ifPresentOrElse(
                                row -> byUid.put(uid, row), () -> missing.add(String.valueOf(uid)));
            }
            if (!missing.isEmpty()) {
                var fetch = new RowFetch(folder, server.hasCapability("OBJECTID"));
                fetch.byUid(String.join(",", missing)).forEach(r -> byUid.put(r.uid(), r));
            }
            return List.copyOf(byUid.values());
        });
    }

    /// The messages of one open mailbox; each must be there.
    private static List<Message> messages(IMAPFolder folder, List<MessageRef> refs)
            throws MessagingException {
        var messages = new ArrayList<Message>();
        for (MessageRef ref : refs) {
            Message message = folder.getMessageByUID(ref.uid());
            if (message == null) {
                throw noMessage(ref.toString());
            }
            messages.add(message);
        }
        return messages;
    }

    static Failure noMessage(String name) {
        return new Failure(
                Failure.Kind.NOT_FOUND,
                "there is no message "
                        + SafeText.line(name)
                        + "; jebi mail ls shows what there is");
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
        talk(_ -> {
            if (groups.size() > 1) {
                for (var group : groups.entrySet()) {
                    messages(open(group.getKey(), Folder.READ_ONLY), group.getValue());
                }
            }
            for (var group : groups.entrySet()) {
                IMAPFolder folder = open(group.getKey(), Folder.READ_WRITE);
                List<Message> messages = messages(folder, group.getValue());
                work.in(folder, group.getValue(), messages.toArray(Message[]::new));
            }
            return true;
        });
    }

    @Override
    public Map<MessageRef, List<String>> flag(
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

    @Override
    public List<Moved> move(List<MessageRef> messages, String mailbox) throws IOException {
        return take(messages, mailbox, true);
    }

    @Override
    public List<Moved> copy(List<MessageRef> messages, String mailbox) throws IOException {
        return take(messages, mailbox, false);
    }

    private List<Moved> take(List<MessageRef> messages, String mailbox, boolean move)
            throws IOException {
        var moved = new ArrayList<Moved>();
        each(
                messages,
                (folder, refs, all) -> {
                    Folder to = folder(mailbox);
                    if (!to.exists()) {
                        throw noMailbox(mailbox, new FolderNotFoundException(to));
                    }
                    AppendUID[] uids;
                    if (!move) {
                        uids = folder.copyUIDMessages(all, to);
                    } else if (store().hasCapability("MOVE")) {
                        uids = folder.moveUIDMessages(all, to); // RFC 6851
                    } else {
                        uids = folder.copyUIDMessages(all, to);
                        expunge(folder, all);
                    }
                    for (int i = 0; i < refs.size(); i++) {
                        AppendUID uid = uids == null || i >= uids.length ? null : uids[i];
                        moved.add(
                                new Moved(
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
        return moved;
    }

    @Override
    public void remove(List<MessageRef> messages) throws IOException {
        each(
                messages,
                (folder, refs, all) -> {
                    expunge(folder, all);
                    forget(refs);
                    local.changed();
                });
    }

    private static void expunge(IMAPFolder folder, Message[] messages) throws MessagingException {
        folder.setFlags(messages, new Flags(Flags.Flag.DELETED), true);
        folder.expunge(messages); // UID EXPUNGE (RFC 4315): what others marked stays
    }

    private void forget(List<MessageRef> refs) throws IOException {
        Set<Long> uids = new HashSet<>();
        refs.forEach(r -> uids.add(r.uid()));
        local.mailbox(refs.getFirst().mailbox()).apply(Delta.gone(uids));
    }

    @Override
    public Optional<MessageRef> append(String mailbox, byte[] octets, List<String> flags)
            throws IOException {
        return talk(_ -> {
            var message = new MimeMessage((Session) null, new ByteArrayInputStream(octets));
            message.setFlags(Headers.flags(flags), true);
            AppendUID[] uids = folder(mailbox).appendUIDMessages(new Message[] {message});
            local.changed();
            return uids == null || uids.length == 0 || uids[0] == null
                    ? Optional.empty()
                    : Optional.of(new MessageRef(mailbox, uids[0].uid));
        });
    }

    @Override
    public String mailboxFor(String use) throws IOException {
        Optional<String> known = local.mailboxFor(use);
        if (known.isEmpty()) {
            list();
            known = local.mailboxFor(use);
        }
        if (known.isPresent()) {
            return known.get();
        }
        String name = use.substring(0, 1).toUpperCase(Locale.ROOT) + use.substring(1);
        create(name);
        return name;
    }

    @Override
    public void create(String mailbox) throws IOException {
        talk(_ -> {
            IMAPFolder folder = folder(mailbox);
            if (!folder.exists()) {
                if (!folder.create(Folder.HOLDS_MESSAGES)) {
                    throw new Failure(
                            Failure.Kind.REFUSED,
                            "the server makes no mailbox " + SafeText.line(mailbox));
                }
                folder.setSubscribed(true);
            }
            return true;
        });
    }

    @Override
    public List<QuotaLine> quota() throws IOException {
        return talk(server -> {
            var lines = new ArrayList<QuotaLine>();
            for (Quota quota : server.getQuota("INBOX")) {
                for (Quota.Resource resource :
                        quota.resources == null ? new Quota.Resource[0] : quota.resources) {
                    lines.add(ServerLines.line(resource));
                }
            }
            return lines;
        });
    }

    @Override
    public void watch(String mailbox, Watcher watcher, BooleanSupplier stop) throws IOException {
        close();
        silence = account.silence().plus(Watching.IDLE);
        try {
            new Watching(this, mailbox, watcher, stop).run();
        } finally {
            close();
            silence = account.silence();
        }
    }

    /// Waits until something happens in the open mailbox (RFC 2177), or a while.
    void idle(Duration atMost) throws IOException {
        talk(server -> {
            if (open == null || !server.hasCapability("IDLE")) {
                Watching.pause(Watching.POLL);
                return true;
            }
            IMAPFolder folder = open;
            var over = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> IdleAlarm.wake(folder, over, atMost));
            try {
                folder.idle(true);
            } finally {
                over.countDown();
            }
            return true;
        });
    }

    @Override
    public void interrupt() {
        IMAPFolder folder = open;
        if (folder != null) {
            IdleAlarm.wake(folder);
        }
    }

    @Override
    public void close() {
        leave();
        if (store != null) {
            try {
                store.close();
            } catch (MessagingException _) {
                // what was to be done is done, or has failed with better words
            }
            store = null;
        }
    }
}
