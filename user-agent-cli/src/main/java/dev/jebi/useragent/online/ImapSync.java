package dev.jebi.useragent.online;

import dev.jebi.useragent.local.Delta;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.MailboxState;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.event.MailEvent;
import jakarta.mail.event.MessageChangedEvent;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.MessageVanishedEvent;
import org.eclipse.angus.mail.imap.ResyncData;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Brings the rows of a mailbox in step with an IMAP server: in one round trip where the server
/// knows QRESYNC, with the changed flags only where it knows CONDSTORE (RFC 7162), else by asking
/// for all flags.
final class ImapSync {
    /// So many of the newest headers make a list at once.
    static final int NEWEST = 200;

    /// Headers that are asked for at once, and written at once when the rest is brought.
    private static final int TOGETHER = 500;

    private static final int BACKWARD = 2_000;

    private final IMAPFolder folder;
    private final LocalMailbox local;
    private final RowFetch fetch;
    private final boolean condstore;
    private final boolean qresync;
    private final InstantSource clock = InstantSource.system();
    private final Set<Long> gone = new HashSet<>();
    private final Map<Long, List<String>> flags = new HashMap<>();
    private List<MailEvent> events = List.of();

    ImapSync(IMAPStore store, IMAPFolder folder, LocalMailbox local) throws MessagingException {
        this.folder = folder;
        this.local = local;
        this.fetch = new RowFetch(folder, store.hasCapability("OBJECTID"));
        boolean enables = store.hasCapability("ENABLE"); // the library asks for both by it
        this.qresync = enables && store.hasCapability("QRESYNC");
        this.condstore = qresync || (enables && store.hasCapability("CONDSTORE"));
    }

    /// Opens the mailbox, and hears what happened since the last time where the server knows that.
    void open() throws MessagingException, IOException {
        local.refresh();
        MailboxState known = local.state();
        if (known.known() && known.modSeq() > 0 && qresync) {
            events =
                    orNone(
                            folder.open(
                                    Folder.READ_ONLY,
                                    new ResyncData(known.uidValidity(), known.modSeq())));
        } else if (condstore) {
            folder.open(Folder.READ_ONLY, ResyncData.CONDSTORE);
        } else {
            folder.open(Folder.READ_ONLY);
        }
    }

    private static List<MailEvent> orNone(@org.jspecify.annotations.Nullable List<MailEvent> list) {
        return list == null ? List.of() : list;
    }

    /// Brings the rows in step; [#open()] came before.
    Mailboxes.Synced run(Mailboxes.Depth depth, Progress progress)
            throws MessagingException, IOException {
        if (local.state().uidValidity() != folder.getUIDValidity()) {
            local.clear();
            events = List.of();
        }
        MailboxState before = local.state();
        int exists = folder.getMessageCount();
        long modSeq = condstore ? Math.max(0, folder.getHighestModSeq()) : 0;
        List<Envelope> fresh = fresh(before, exists, progress);
        happened();
        changed(before, modSeq, exists - fresh.size());
        fresh.forEach(row -> flags.remove(row.uid())); // QRESYNC tells of new ones, too
        long since = before.since();
        if (!before.known()) {
            // a server that tells of messages and then of none has not shown where they begin
            since = fresh.isEmpty() ? before.since() : fresh.getFirst().uid();
            since = fresh.size() == exists ? 1 : since;
        }
        var state =
                new MailboxState(
                        folder.getUIDValidity(),
                        nextUid(before, fresh),
                        modSeq,
                        clock.instant(),
                        exists,
                        unseen(exists),
                        since);
        local.apply(new Delta(fresh, gone, flags, Optional.of(state)));
        if (depth != Mailboxes.Depth.NEWEST) {
            backward(progress);
        }
        return new Mailboxes.Synced(fresh, gone.size(), flags.size());
    }

    private int unseen(int exists) throws MessagingException {
        return exists == 0 ? 0 : Math.max(0, folder.getUnreadMessageCount());
    }

    private long nextUid(MailboxState before, List<Envelope> fresh) throws MessagingException {
        long said = folder.getUIDNext();
        long seen = fresh.isEmpty() ? 0 : fresh.getLast().uid() + 1;
        return Math.max(Math.max(said, seen), before.uidNext());
    }

    /// What came since the last time, or the newest of a mailbox that was never seen.
    private List<Envelope> fresh(MailboxState before, int exists, Progress progress)
            throws MessagingException {
        var fresh = new ArrayList<Envelope>();
        long said = folder.getUIDNext();
        if (exists == 0 || (before.known() && said > 0 && said == before.uidNext())) {
            return fresh;
        }
        int most = before.known() ? exists : Math.min(NEWEST, exists);
        int together = TOGETHER;
        if (before.known() && said > before.uidNext()) {
            together = (int) Math.min(TOGETHER, said - before.uidNext());
        }
        int to = exists;
        boolean more = true;
        while (more && to > 0 && exists - to < most) {
            int from = Math.max(1, to - Math.min(together, most - (exists - to)) + 1);
            List<Envelope> rows = fetch.bySequence(from, to);
            List<Envelope> unknown =
                    rows.stream().filter(r -> r.uid() >= before.uidNext()).toList();
            fresh.addAll(0, unknown);
            more = unknown.size() == rows.size();
            together = TOGETHER;
            to = from - 1;
            progress.at(local.name(), fresh.size(), most);
        }
        return fresh;
    }

    /// What the server told when the mailbox was opened.
    private void happened() throws MessagingException {
        for (MailEvent event : events) {
            if (event instanceof MessageVanishedEvent vanished) {
                for (long uid : vanished.getUIDs()) {
                    gone.add(uid);
                }
            } else if (event instanceof MessageChangedEvent changed) {
                Message message = changed.getMessage();
                flags.put(folder.getUID(message), Headers.words(message.getFlags()));
            }
        }
    }

    /// What else is gone or has other flags, for servers that do not tell by themselves.
    private void changed(MailboxState before, long modSeq, int old)
            throws MessagingException, IOException {
        if (!before.known() || local.count() == 0) {
            return;
        }
        boolean knows = before.modSeq() > 0 && modSeq > 0;
        boolean told = knows && qresync;
        String set = local.rows(0, 1).getFirst().uid() + ":" + (before.uidNext() - 1);
        if (!knows) {
            Map<Long, List<String>> all = fetch.flags(set);
            different(all);
            missing(all.keySet());
            return;
        }
        if (!told && modSeq != before.modSeq()) {
            long first = local.rows(0, 1).getFirst().uid();
            for (Message message :
                    folder.getMessagesByUIDChangedSince(
                            first, before.uidNext() - 1, before.modSeq())) {
                flags.put(folder.getUID(message), Headers.words(message.getFlags()));
            }
        }
        if (!told && before.messages() != old) {
            missing(fetch.flags(set).keySet());
        }
    }

    private void different(Map<Long, List<String>> all) throws IOException {
        for (Envelope row : local.rows(0, local.count())) {
            List<String> now = all.get(row.uid());
            if (now != null && !Set.copyOf(now).equals(Set.copyOf(row.flags()))) {
                flags.put(row.uid(), now);
            }
        }
    }

    private void missing(Set<Long> there) throws IOException {
        for (Envelope row : local.rows(0, local.count())) {
            if (!there.contains(row.uid())) {
                gone.add(row.uid());
            }
        }
    }

    /// Brings the headers before those that are here, in pieces, each of them kept.
    private void backward(Progress progress) throws MessagingException, IOException {
        MailboxState state = local.state();
        int to = folder.getMessageCount() - local.count();
        while (!state.whole() && to > 0) {
            int from = Math.max(1, to - BACKWARD + 1);
            var rows = new ArrayList<Envelope>();
            for (int first = from; first <= to; first += TOGETHER) {
                rows.addAll(fetch.bySequence(first, Math.min(to, first + TOGETHER - 1)));
                progress.at(local.name(), (long) local.count() + rows.size(), state.messages());
            }
            state = since(state, from == 1 || rows.isEmpty() ? 1 : rows.getFirst().uid());
            local.apply(new Delta(rows, Set.of(), Map.of(), Optional.of(state)));
            to = from - 1;
        }
        if (!state.whole()) {
            local.apply(Delta.state(since(state, 1)));
        }
    }

    private static MailboxState since(MailboxState state, long uid) {
        return new MailboxState(
                state.uidValidity(),
                state.uidNext(),
                state.modSeq(),
                state.synced(),
                state.messages(),
                state.unseen(),
                uid);
    }
}
