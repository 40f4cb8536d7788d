package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountWarned;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.FlagsChanged;
import dev.jebi.mailstore.change.Change.KeptDropped;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.FlagRow;
import dev.jebi.mailstore.change.KeptRow;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A record while it is numbered: gives UIDs and mod-sequences, moves the counters on, and ends
/// with the changes. One mailbox has one mod-sequence in it. For the committer thread; whatever is
/// asked of it must be certain to be possible.
final class Draft {
    private final List<Change> changes = new ArrayList<>();
    private final Map<MailboxState, Part> parts = new LinkedHashMap<>();
    private final Set<AccountState> used = new LinkedHashSet<>();
    private final Set<AccountState> kept = new LinkedHashSet<>();
    private int keptMessages;

    private static final class Part {
        private final MailboxAhead ahead;
        private final long modSeq;
        private final List<MessageRow> added = new ArrayList<>();
        private long uidNext;
        private long exists;
        private long unseen;
        private long deleted;
        private long octets;

        Part(MailboxAhead ahead) {
            this.ahead = ahead;
            var now = ahead.counters();
            modSeq = now.modSeq() + 1;
            uidNext = now.uidNext();
            exists = now.exists();
            unseen = now.unseen();
            deleted = now.deleted();
            octets = now.octets();
        }

        void count(int flags, int sign) {
            unseen += (flags & FlagBits.SEEN) == 0 ? sign : 0;
            deleted += (flags & FlagBits.DELETED) != 0 ? sign : 0;
        }

        Counters counters() {
            return new Counters(uidNext, modSeq, exists, unseen, deleted, octets);
        }
    }

    /// A message that is to be put into a mailbox; its keywords have their bits already.
    ///
    /// @param date the internal date in milliseconds
    /// @param saved when it comes, likewise
    record Incomer(int flags, long keywords, long date, long saved, long blob, Place place) {
        /// How far the two may be apart and count as one, which takes less room.
        private static final long NO_DIFFERENCE = 1_000;

        Incomer {
            saved = Math.abs(saved - date) < NO_DIFFERENCE ? date : saved;
        }
    }

    private Part part(MailboxState mailbox) {
        return parts.computeIfAbsent(mailbox, m -> new Part(m.ahead));
    }

    Draft change(Change change) {
        changes.add(change);
        return this;
    }

    /// Gives bits to keywords that the mailbox lacks, as many as it may have.
    ///
    /// @return the bits of those that it has then
    long keywords(MailboxState mailbox, Set<String> words, int atMost) {
        var known = mailbox.ahead.keywords();
        var fresh = known.unknown(words);
        int room = Math.min(fresh.size(), atMost - known.count());
        if (room > 0) {
            var more = List.copyOf(fresh.subList(0, room));
            int first = known.count();
            known.add(first, more);
            changes.add(new KeywordsAdded(mailbox.id, first, more));
        }
        return known.bits(words);
    }

    long modSeq(MailboxState mailbox) {
        return part(mailbox).modSeq;
    }

    /// Puts a message into a mailbox.
    ///
    /// @return its UID
    long add(MailboxState mailbox, Incomer message) {
        var part = part(mailbox);
        long uid = part.uidNext++;
        part.exists++;
        part.octets += message.place.size();
        part.count(message.flags, 1);
        part.added.add(
                new MessageRow(
                        uid,
                        part.modSeq,
                        message.flags,
                        message.keywords,
                        message.date,
                        message.blob,
                        message.place,
                        message.saved));
        use(mailbox.account, message.place.size(), 1);
        return uid;
    }

    /// Gives messages other flags.
    void flag(MailboxState mailbox, List<MessageRow> before, List<FlagRow> after) {
        var part = part(mailbox);
        for (int i = 0; i < after.size(); i++) {
            part.count(before.get(i).flags(), -1);
            part.count(after.get(i).flags(), 1);
            part.ahead.flag(part.modSeq, after.get(i));
        }
        changes.add(new FlagsChanged(mailbox.id, part.modSeq, after));
    }

    /// Takes messages out of a mailbox.
    void expunge(MailboxState mailbox, List<MessageRow> messages) {
        var part = part(mailbox);
        long octets = 0;
        for (MessageRow row : messages) {
            part.count(row.flags(), -1);
            part.ahead.expunge(part.modSeq, row.uid());
            octets += row.place().size();
        }
        part.exists -= messages.size();
        part.octets -= octets;
        changes.add(
                new Expunged(
                        mailbox.id,
                        part.modSeq,
                        messages.stream().mapToLong(MessageRow::uid).toArray(),
                        messages.stream().mapToLong(MessageRow::blob).toArray()));
        use(mailbox.account, -octets, -messages.size());
    }

    /// Keeps messages that this record takes out of a mailbox. Records are longer than they have
    /// messages, so that an id is nobody else's.
    void keep(MailboxState mailbox, List<MessageRow> messages, Keeping how, long lsn) {
        var within = how.within(messages);
        if (within.isEmpty()) {
            return;
        }
        var rows = new ArrayList<KeptRow>(within.size());
        long octets = 0;
        for (MessageRow row : within) {
            rows.add(how.row(lsn + keptMessages++, row));
            octets += row.place().size();
        }
        var account = mailbox.account;
        changes.add(
                new MessagesKept(
                        account.id, mailbox.name().value(), how.at(), how.used(within), rows));
        account.kept.keepAhead(octets, rows.size());
        kept.add(account);
    }

    /// Ends the keeping of messages; the arrays go together.
    void drop(AccountState account, long[] ids, long[] blobs, long octets, long lsn) {
        changes.add(new KeptDropped(account.id, ids, blobs));
        account.kept.dropAhead(lsn, octets, ids.length);
        kept.add(account);
    }

    /// An account uses so much more.
    void use(AccountState account, long octets, long messages) {
        account.useAhead(octets, messages);
        used.add(account);
    }

    /// The changes, counters last.
    List<Change> done() {
        for (var entry : parts.entrySet()) {
            var part = entry.getValue();
            if (!part.added.isEmpty()) {
                changes.add(new MessagesAdded(entry.getKey().id, List.copyOf(part.added)));
            }
            part.ahead.counters(part.counters());
            changes.add(new MailboxCounted(entry.getKey().id, part.counters()));
        }
        used.forEach(account -> {
            changes.add(account.usedAhead);
            rearm(account, changes);
        });
        kept.forEach(account -> changes.add(account.kept.countAhead()));
        return changes;
    }

    /// Who has fallen below a level is told when it is reached again.
    static void rearm(AccountState account, List<Change> changes) {
        int level = account.quotaAhead().level();
        if (level < account.warnedAhead) {
            account.warnedAhead = level;
            changes.add(new AccountWarned(account.id, level));
        }
    }
}
