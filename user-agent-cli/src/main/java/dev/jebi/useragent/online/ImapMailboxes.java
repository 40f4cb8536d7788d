package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.search.Query;
import dev.jebi.useragent.search.ServerTerms;
import dev.jebi.useragent.text.SafeText;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// Mailboxes on an IMAP server, through one connection with one mailbox open at a time.
final class ImapMailboxes implements Mailboxes {
    private final Account account;
    private final LocalStore local;
    private final ImapChanges changes;
    private Duration silence;
    private @Nullable IMAPStore store;
    private volatile @Nullable IMAPFolder open;
    private volatile boolean interrupted;

    /// How many messages the open mailbox had when it was last synced.
    private int counted;

    ImapMailboxes(Account account, LocalStore local) {
        this.account = account;
        this.local = local;
        this.changes = new ImapChanges(this, account, local);
        this.silence = account.silence();
    }

    /// What is done with the server; its faults become words.
    interface Talk<T> {
        T with(IMAPStore store) throws MessagingException, IOException;
    }

    <T> T talk(Talk<T> talk) throws IOException {
        var endpoint = account.endpoint(Service.IMAP);
        try {
            IMAPStore before = store;
            IMAPStore there = store();
            if (!there.equals(before)) {
                changes.catchUp();
                there = store();
            }
            return talk.with(there);
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

    IMAPFolder folder(String name) throws MessagingException {
        if (store().getFolder(name) instanceof IMAPFolder folder) {
            return folder;
        }
        throw new Failure(Failure.Kind.USAGE, "this needs an IMAP server");
    }

    /// Opens a mailbox, if it is not open, in which the UIDs that are known here mean what they
    /// did.
    IMAPFolder open(String name, int mode) throws MessagingException, IOException {
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
        LocalMailbox rows = local.mailbox(name);
        if (rows.state().known() && rows.state().uidValidity() != folder.getUIDValidity()) {
            rows.clear(); // what was asked for may be any other message now (RFC 9051 §2.3.1.1)
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    SafeText.line(name)
                            + " was made anew, its messages have other numbers; jebi mail ls shows"
                            + " them");
        }
        return folder;
    }

    /// Whether the server says that it can do that.
    boolean can(String capability) throws MessagingException {
        return store().hasCapability(capability);
    }

    /// What asks for rows of an open mailbox.
    RowFetch fetch(IMAPFolder folder) throws MessagingException {
        return new RowFetch(folder, can("OBJECTID"));
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
                    return ServerLines.guessed(found);
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
                    counted = folder.getMessageCount();
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
        return talk(_ -> {
            IMAPFolder folder = open(ref.mailbox(), Folder.READ_ONLY);
            return fetch(folder).byUid(String.valueOf(ref.uid())).stream()
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
            Message there = ImapChanges.messages(folder, List.of(message.ref())).getFirst();
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
        Query left = query.in(mailbox);
        if (left.equals(Query.NOTHING)) {
            return List.of();
        }
        sync(mailbox, Depth.NEWEST, Progress.NONE);
        LocalMailbox rows = local.mailbox(mailbox);
        return talk(server -> {
            IMAPFolder folder = open(mailbox, Folder.READ_ONLY);
            Message[] found =
                    left.equals(Query.EVERYTHING)
                            ? folder.getMessages()
                            : ServerSearch.of(folder, terms().of(left));
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
                fetch(folder).byUid(String.join(",", missing)).forEach(r -> byUid.put(r.uid(), r));
            }
            return List.copyOf(byUid.values());
        });
    }

    private ServerTerms terms() throws MessagingException {
        return new ServerTerms(InstantSource.system().instant(), can("WITHIN"));
    }

    static Failure noMessage(String name) {
        return new Failure(
                Failure.Kind.NOT_FOUND,
                "there is no message "
                        + SafeText.line(name)
                        + "; jebi mail ls shows what there is");
    }

    @Override
    public Map<MessageRef, List<String>> flag(
            List<MessageRef> messages, List<String> set, List<String> clear) throws IOException {
        return changes.orLater(
                () -> changes.flag(messages, set, clear),
                postponing -> postponing.flag(messages, set, clear));
    }

    @Override
    public List<Moved> move(List<MessageRef> messages, String mailbox) throws IOException {
        return changes.orLater(
                () -> changes.take(messages, mailbox, true),
                postponing -> postponing.move(messages, mailbox));
    }

    @Override
    public List<Moved> copy(List<MessageRef> messages, String mailbox) throws IOException {
        return changes.take(messages, mailbox, false);
    }

    @Override
    public void remove(List<MessageRef> messages) throws IOException {
        changes.orLater(() -> changes.remove(messages), postponing -> postponing.remove(messages));
    }

    @Override
    public boolean postponed() {
        return changes.postponed();
    }

    @Override
    public List<Made> made() {
        return changes.made();
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
        if (known.isPresent()) {
            return known.get();
        }
        String usual = use.substring(0, 1).toUpperCase(Locale.ROOT) + use.substring(1);
        return changes.orLater(
                () -> {
                    list();
                    Optional<String> listed = local.mailboxFor(use);
                    if (listed.isPresent()) {
                        return listed.get();
                    }
                    return createOne(talk(server -> ServerLines.own(server, usual)));
                },
                _ -> usual);
    }

    /// Makes a mailbox by the first of these names that the server takes.
    private String createOne(List<String> names) throws IOException {
        for (String name : names.subList(0, names.size() - 1)) {
            try {
                create(name);
                return name;
            } catch (Failure failure) {
                if (failure.kind() != Failure.Kind.REFUSED) {
                    throw failure;
                }
            }
        }
        create(names.getLast());
        return names.getLast();
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
            if (!server.hasCapability("QUOTA")) {
                return lines;
            }
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
        interrupted = false;
        silence = account.silence().plus(Watching.IDLE);
        try {
            new Watching(this, local.mailbox(mailbox), watcher, stop).run();
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
            if (folder.getMessageCount() != counted) {
                return true; // told while it was synced: IDLE does not tell it again
            }
            var over = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> IdleAlarm.wake(folder, over, atMost, () -> interrupted));
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
        interrupted = true;
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
