package dev.jebi.mailstore;

import dev.jebi.mailstore.Draft.Incomer;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.FlagRow;
import dev.jebi.mailstore.change.MessageRow;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Changes of the messages of mailboxes that are open. What they are about is looked up twice: on
/// the caller's thread, to bound the record, and when it is numbered, to be right. Safe for use by
/// several threads.
final class MessageChanges {
    private final Committer committer;
    private final StoreLimits limits;
    private final Undelete undelete;
    private final InstantSource clock;
    private volatile Sorting sorting = Sorting.NONE;

    MessageChanges(
            Committer committer, StoreLimits limits, Undelete undelete, InstantSource clock) {
        this.clock = clock;
        this.committer = committer;
        this.limits = limits;
        this.undelete = undelete;
    }

    void tell(Sorting listener) {
        sorting = listener;
    }

    private static boolean tooLong(Set<String> keywords) {
        return keywords.stream().anyMatch(word -> word.length() > StoreLimits.KEYWORD_LENGTH);
    }

    private boolean room(MailboxState mailbox, Set<String> keywords) {
        var known = mailbox.ahead.keywords();
        return known.count() + known.unknown(keywords).size() <= limits.keywords();
    }

    private static long chars(Collection<String> words) {
        return words.stream().mapToLong(String::length).sum();
    }

    Appending append(MailboxState mailbox, List<NewMessage> messages) throws IOException {
        var keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        messages.forEach(message -> keywords.addAll(message.flags().keywords()));
        if (tooLong(keywords)) {
            return new Appending.TooManyKeywords();
        }
        if (messages.isEmpty()) {
            return new Appending.Appended(new UidValidity(mailbox.uidValidity), List.of());
        }
        var brought = Brought.messages(messages);
        var adding = new Adding(mailbox, messages, brought, keywords);
        int bound = ChangeCodec.bound(2 * messages.size() + keywords.size() + 4, chars(keywords));
        committer.commit(brought.body(), bound, adding);
        return adding.outcome;
    }

    private final class Adding implements Committer.Numbering {
        private final MailboxState mailbox;
        private final List<NewMessage> messages;
        private final Brought brought;
        private final Set<String> keywords;
        private Appending outcome = new Appending.NoSuchMailbox();

        Adding(
                MailboxState mailbox,
                List<NewMessage> messages,
                Brought brought,
                Set<String> keywords) {
            this.mailbox = mailbox;
            this.messages = messages;
            this.brought = brought;
            this.keywords = keywords;
        }

        @Override
        public List<Change> number(long lsn) {
            outcome = new Appending.NoSuchMailbox();
            if (mailbox.deletedAhead) {
                return List.of();
            }
            long octets = messages.stream().mapToLong(message -> message.content().size()).sum();
            if (!mailbox.account.fitsAhead(octets, messages.size())) {
                outcome = new Appending.OverQuota();
                return List.of();
            }
            if (!room(mailbox, keywords)) {
                outcome = new Appending.TooManyKeywords();
                return List.of();
            }
            var draft = new Draft();
            var uids = new ArrayList<Uid>();
            for (int i = 0; i < messages.size(); i++) {
                draft.change(brought.stored(lsn, i));
                uids.add(new Uid(add(draft, i, lsn)));
            }
            outcome = new Appending.Appended(new UidValidity(mailbox.uidValidity), uids);
            return draft.done();
        }

        private long add(Draft draft, int index, long lsn) {
            var message = messages.get(index);
            return draft.add(
                    mailbox,
                    new Incomer(
                            FlagBits.of(message.flags()),
                            draft.keywords(mailbox, message.flags().keywords(), limits.keywords()),
                            message.internalDate().toEpochMilli(),
                            clock.millis(),
                            Brought.blob(lsn, index),
                            brought.place(index)));
        }
    }

    /// UIDs of the set that are there.
    private static long[] there(MailboxState mailbox, UidSet uids) {
        return mailbox.look(MessageTable::uids).among(uids);
    }

    /// The messages as they will be when this record's turn comes; on the committer thread.
    static List<MessageRow> ahead(MailboxState mailbox, long[] uids, Predicate<MessageRow> which) {
        return mailbox.look(messages -> {
            var rows = new ArrayList<MessageRow>(uids.length);
            for (long uid : uids) {
                int at = messages.find(uid);
                if (at >= 0) {
                    mailbox.ahead.ahead(messages.row(at)).filter(which).ifPresent(rows::add);
                }
            }
            return rows;
        });
    }

    Storing store(
            MailboxState mailbox, UidSet uids, FlagChange change, Optional<ModSeq> unchangedSince)
            throws IOException {
        if (tooLong(change.flags().keywords())) {
            return new Storing.TooManyKeywords();
        }
        long[] wanted = there(mailbox, uids);
        var flagging = new Flagging(mailbox, wanted, change, unchangedSince);
        var words = change.flags().keywords();
        int bound =
                ChangeCodec.bound(words.size() + 4, chars(words))
                        + ChangeCodec.flagsBound(wanted.length);
        committer.commit(bound, flagging);
        return flagging.outcome();
    }

    private final class Flagging implements Committer.Numbering {
        private final MailboxState mailbox;
        private final long[] wanted;
        private final FlagChange change;

        /// The bits that may be changed.
        private final int scope;

        private final long unchangedSince;
        private final List<MessageRow> now = new ArrayList<>();
        private final List<Long> modified = new ArrayList<>();
        private boolean tooMany;
        private long before;

        Flagging(
                MailboxState mailbox,
                long[] wanted,
                FlagChange change,
                Optional<ModSeq> unchangedSince) {
            this.mailbox = mailbox;
            this.wanted = wanted;
            this.change = change;
            this.scope = FlagBits.of(change.scope());
            this.unchangedSince = unchangedSince.map(ModSeq::value).orElse(Long.MAX_VALUE);
        }

        @Override
        public List<Change> number(long lsn) {
            now.clear();
            modified.clear();
            tooMany = false;
            var rows =
                    mailbox.deletedAhead
                            ? List.<MessageRow>of()
                            : ahead(mailbox, wanted, this::may);
            var words = change.flags().keywords();
            boolean adds = change.kind() != FlagChange.Kind.REMOVE && !rows.isEmpty();
            if (adds && !room(mailbox, words)) {
                tooMany = true;
                return List.of();
            }
            var draft = new Draft();
            before = draft.modSeq(mailbox) - 1;
            long keywords = draft.keywords(mailbox, words, adds ? limits.keywords() : 0);
            int flags = FlagBits.of(change.flags());
            var before = new ArrayList<MessageRow>();
            var after = new ArrayList<FlagRow>();
            for (MessageRow row : rows) {
                var next = next(row, flags, keywords);
                boolean same = next.flags() == row.flags() && next.keywords() == row.keywords();
                if (same) {
                    now.add(row);
                } else {
                    before.add(row);
                    after.add(next);
                    now.add(with(row, draft.modSeq(mailbox), next));
                }
            }
            if (after.isEmpty()) {
                return List.of();
            }
            draft.flag(mailbox, before, after);
            return draft.done();
        }

        private boolean may(MessageRow row) {
            if (row.modSeq() > unchangedSince) {
                modified.add(row.uid());
                return false;
            }
            return true;
        }

        private FlagRow next(MessageRow row, int flags, long keywords) {
            return switch (change.kind()) {
                case REPLACE ->
                        new FlagRow(
                                row.uid(),
                                (row.flags() & ~scope) | flags,
                                change.scope().keywords() ? keywords : row.keywords());
                case ADD -> new FlagRow(row.uid(), row.flags() | flags, row.keywords() | keywords);
                case REMOVE ->
                        new FlagRow(row.uid(), row.flags() & ~flags, row.keywords() & ~keywords);
            };
        }

        Storing outcome() {
            if (tooMany) {
                return new Storing.TooManyKeywords();
            }
            var changed = mailbox.look(_ -> now.stream().map(row -> mailbox.info(row)).toList());
            return new Storing.Stored(
                    changed,
                    UidSet.of(modified.stream().mapToLong(Long::longValue).toArray()),
                    new ModSeq(before));
        }
    }

    private static MessageRow with(MessageRow row, long modSeq, FlagRow flags) {
        return row.flagged(modSeq, flags.flags(), flags.keywords());
    }

    /// Expunges messages.
    ///
    /// @param removal whether they can be restored, and for how long
    UidSet expunge(MailboxState mailbox, UidSet uids, boolean onlyDeleted, Removal removal)
            throws IOException {
        long[] wanted = there(mailbox, uids);
        var keeping = undelete.keeping(mailbox, removal);
        var expunged = new ArrayList<MessageRow>();
        int bound = ChangeCodec.bound(5, 0) + ChangeCodec.expungedBound(wanted.length);
        committer.commit(
                bound + keeping.map(how -> how.bound(wanted.length)).orElse(0),
                lsn -> {
                    expunged.clear();
                    if (mailbox.deletedAhead) {
                        return List.of();
                    }
                    expunged.addAll(
                            ahead(
                                    mailbox,
                                    wanted,
                                    row -> !onlyDeleted || (row.flags() & FlagBits.DELETED) != 0));
                    if (expunged.isEmpty()) {
                        return List.of();
                    }
                    var draft = new Draft();
                    draft.expunge(mailbox, expunged);
                    keeping.ifPresent(how -> draft.keep(mailbox, expunged, how, lsn));
                    return draft.done();
                });
        undelete.mind(mailbox.account);
        return UidSet.of(expunged.stream().mapToLong(MessageRow::uid).toArray());
    }

    /// Deletes a mailbox, whose messages must be loaded; they can be restored. A large one is
    /// emptied first, in records of a bounded size: what a crash leaves of it is a mailbox with the
    /// rest.
    ///
    /// @param last how the record that deletes it is committed
    void delete(MailboxState mailbox, Committer.Committing last) throws IOException {
        if (undelete.keeping(mailbox).isEmpty()) {
            delete(mailbox, new long[0], false, last);
            return;
        }
        for (int tries = 0; ; tries++) {
            long[] wanted = there(mailbox, UidSet.ALL);
            if (wanted.length > StoreLimits.DELETED_AT_ONCE) {
                var first = new UidSet.Range(wanted[0], wanted[StoreLimits.DELETED_AT_ONCE - 1]);
                expunge(mailbox, UidSet.ofRanges(List.of(first)), false, Removal.KEPT);
            } else if (delete(mailbox, wanted, tries < StoreLimits.DELETE_TRIES, last)) {
                undelete.mind(mailbox.account);
                return;
            }
        }
    }

    /// @param all whether it is given up when messages have come meanwhile
    private boolean delete(
            MailboxState mailbox, long[] wanted, boolean all, Committer.Committing last)
            throws IOException {
        var keeping = undelete.keeping(mailbox);
        return last.commit(
                ChangeCodec.bound(6, 0) + keeping.map(how -> how.bound(wanted.length)).orElse(0),
                lsn -> {
                    var rows = ahead(mailbox, wanted, _ -> true);
                    if (all && rows.size() < mailbox.ahead.counters().exists()) {
                        return List.of();
                    }
                    var draft = new Draft();
                    keeping.ifPresent(how -> draft.keep(mailbox, rows, how, lsn));
                    return MailboxChanges.deleted(draft, mailbox).done();
                });
    }

    /// Copies or moves messages, to a mailbox of whichever account.
    ///
    /// @param flags those that the copies keep
    Copying copy(
            MailboxState mailbox, UidSet uids, MailboxState target, FlagScope flags, boolean move)
            throws IOException {
        long[] wanted = there(mailbox, uids);
        var lacking = flags.keywords() ? lacking(mailbox, wanted, target) : List.<String>of();
        while (true) {
            var copying = new Moving(mailbox, target, wanted, move, flags, lacking);
            committer.commit(copying.bound(), copying);
            if (copying.more.isEmpty()) {
                JunkSorting.of(mailbox, target, copying.outcome).ifPresent(sorting::sorted);
                return copying.outcome;
            }
            lacking = copying.more;
        }
    }

    Replacing replace(MailboxState mailbox, Uid uid, MailboxState target, NewMessage message)
            throws IOException {
        if (tooLong(message.flags().keywords())) {
            return new Replacing.TooManyKeywords();
        }
        var keeping = undelete.keeping(mailbox);
        var outcome =
                new Replacement(mailbox, uid, target, message, keeping, limits.keywords())
                        .commit(committer, clock.millis());
        undelete.mind(mailbox.account);
        return outcome;
    }

    /// The keywords of messages that another mailbox lacks.
    private static List<String> lacking(MailboxState from, long[] uids, MailboxState to) {
        Set<String> words =
                from.look(messages -> {
                    var found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                    var seen = new HashSet<Long>();
                    for (long uid : uids) {
                        int at = messages.find(uid);
                        if (at >= 0 && seen.add(messages.row(at).keywords())) {
                            found.addAll(from.info(messages.row(at)).flags().keywords());
                        }
                    }
                    return found;
                });
        to.keywords().keywords().forEach(words::remove);
        return List.copyOf(words);
    }

    /// Its record is bounded by the keywords that are there and not by those that might be: on a
    /// full disk, clients move messages to Trash to make room.
    private final class Moving implements Committer.Numbering {
        private final MailboxState from;
        private final MailboxState to;
        private final long[] wanted;
        private final boolean move;
        private final FlagScope flags;
        private final List<String> lacking;
        private Copying outcome = new Copying.NoSuchMailbox();

        /// The keywords to make room for, when they have become more meanwhile.
        private List<String> more = List.of();

        Moving(
                MailboxState from,
                MailboxState to,
                long[] wanted,
                boolean move,
                FlagScope flags,
                List<String> lacking) {
            this.from = from;
            this.to = to;
            this.wanted = wanted;
            this.move = move;
            this.flags = flags;
            this.lacking = lacking;
        }

        int bound() {
            return ChangeCodec.bound(2 * lacking.size() + 6, chars(lacking))
                    + ChangeCodec.addedBound(wanted.length)
                    + (move ? ChangeCodec.expungedBound(wanted.length) : 0);
        }

        @Override
        public List<Change> number(long lsn) {
            outcome = new Copying.NoSuchMailbox();
            more = List.of();
            if (from.deletedAhead || to.deletedAhead || to.account.removedAhead) {
                return List.of();
            }
            var draft = new Draft();
            number(draft);
            return draft.done();
        }

        private void number(Draft draft) {
            var rows = ahead(from, wanted, _ -> true);
            var words = new HashSet<String>();
            for (long keywords :
                    rows.stream().mapToLong(MessageRow::keywords).distinct().toArray()) {
                words.addAll(kept(keywords));
            }
            var fresh = to.ahead.keywords().unknown(words);
            if (fresh.size() > lacking.size() || chars(fresh) > chars(lacking)) {
                more = fresh;
                return;
            }
            long octets = rows.stream().mapToLong(row -> row.place().size()).sum();
            boolean stays = move && from.account.id == to.account.id;
            if (!stays && !to.account.fitsAhead(octets, rows.size())) {
                outcome = new Copying.OverQuota();
                return;
            }
            if (!room(to, words)) {
                outcome = new Copying.TooManyKeywords();
                return;
            }
            var uids = new ArrayList<Uid>();
            var copies = new ArrayList<Uid>();
            int bits = FlagBits.of(flags);
            for (MessageRow row : rows) {
                var incomer =
                        new Incomer(
                                row.flags() & bits,
                                draft.keywords(to, kept(row.keywords()), limits.keywords()),
                                row.date(),
                                clock.millis(), // RFC 8514 §3: not that of the original
                                row.blob(),
                                row.place());
                uids.add(new Uid(row.uid()));
                copies.add(new Uid(draft.add(to, incomer)));
            }
            if (move && !rows.isEmpty()) {
                draft.expunge(from, rows);
            }
            outcome = new Copying.Copied(new UidValidity(to.uidValidity), uids, copies);
        }

        /// The words of the keywords that copies keep.
        private Set<String> kept(long keywords) {
            return flags.keywords() ? from.ahead.keywords().words(keywords) : Set.of();
        }
    }
}
