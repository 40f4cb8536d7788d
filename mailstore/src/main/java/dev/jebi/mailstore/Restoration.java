package dev.jebi.mailstore;

import dev.jebi.mailstore.Draft.Incomer;
import dev.jebi.mailstore.KeptMessages.Parts;
import dev.jebi.mailstore.KeptMessages.Range;
import dev.jebi.mailstore.Restoring.NoSuchAccount;
import dev.jebi.mailstore.Restoring.OverQuota;
import dev.jebi.mailstore.Restoring.Refused;
import dev.jebi.mailstore.Restoring.Restored;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.index.StoredKept;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/// One restoration of expunged messages, in records of a bounded size: for each, some messages that
/// were in the same mailbox. For one thread.
final class Restoration {
    private final KeptMessages kept;
    private final Parts parts;
    private final StoreLimits limits;
    private final AccountState account;
    private final KeptChoice choice;
    private final SequencedMap<MailboxName, Integer> restored = new LinkedHashMap<>();
    private long[] needed = {0, 0};

    Restoration(
            KeptMessages kept,
            Parts parts,
            StoreLimits limits,
            AccountState account,
            KeptChoice choice) {
        this.kept = kept;
        this.parts = parts;
        this.limits = limits;
        this.account = account;
        this.choice = choice;
    }

    /// What became of a record.
    private enum Fate {
        DONE,
        /// Others took some away, or the mailbox: look again.
        OVERTAKEN,
        OVER_QUOTA,
        NO_ACCOUNT
    }

    Restoring run() throws IOException {
        needed = kept.sum(account, choice);
        if (!account.quota().fits(needed[0], needed[1])) {
            return new OverQuota(needed[0], needed[1], 0);
        }
        long after = -1;
        while (true) {
            long seen = account.kept.dropped();
            var page = kept.page(account, choice, Range.after(after), StoreLimits.KEPT_AT_ONCE);
            if (page.isEmpty()) {
                return new Restored(restored);
            }
            var groups = new LinkedHashMap<String, List<StoredKept>>();
            page.forEach(
                    one -> groups.computeIfAbsent(one.mailbox(), _ -> new ArrayList<>()).add(one));
            var pass = new Pass(seen);
            var end = pass.run(groups);
            if (end.isPresent()) {
                return end.get();
            }
            if (!pass.overtaken) {
                after = page.getLast().row().id();
            }
        }
    }

    private int count() {
        return restored.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The records of messages that were read together.
    private final class Pass {
        private long seen;
        private boolean overtaken;

        Pass(long seen) {
            this.seen = seen;
        }

        Optional<Restoring> run(Map<String, List<StoredKept>> groups) throws IOException {
            for (var group : groups.entrySet()) {
                var name = new MailboxName(group.getKey());
                if (account.mailbox(name).isEmpty()
                        && parts.mailboxes().create(new AccountId(account.id), name)
                                instanceof MailboxChange.Refused(var why)) {
                    return Optional.of(new Refused(name, why, count()));
                }
                var target = account.mailbox(name);
                var fate = target.isEmpty() ? missing() : record(target.get(), group.getValue());
                switch (fate) {
                    case DONE -> restored.merge(name, group.getValue().size(), Integer::sum);
                    case OVERTAKEN -> {
                        overtaken = true;
                        return Optional.empty();
                    }
                    case OVER_QUOTA -> {
                        return Optional.of(new OverQuota(needed[0], needed[1], count()));
                    }
                    case NO_ACCOUNT -> {
                        return Optional.of(new NoSuchAccount());
                    }
                }
            }
            return Optional.empty();
        }

        private Fate missing() {
            return parts.inventory().account(new AccountId(account.id)).isEmpty()
                    ? Fate.NO_ACCOUNT
                    : Fate.OVERTAKEN;
        }

        private Fate record(MailboxState target, List<StoredKept> messages) throws IOException {
            var returning = new Returning(target, messages, seen);
            parts.committer().commit(returning.bound(), returning);
            if (returning.fate == Fate.DONE) {
                seen = returning.lsn;
            }
            return returning.fate;
        }
    }

    private final class Returning implements Committer.Numbering {
        private final MailboxState target;
        private final List<StoredKept> messages;
        private final long seen;
        private Fate fate = Fate.OVERTAKEN;
        private long lsn;

        Returning(MailboxState target, List<StoredKept> messages, long seen) {
            this.target = target;
            this.messages = messages;
            this.seen = seen;
        }

        int bound() {
            var words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            messages.forEach(message -> words.addAll(KeptMessages.words(message)));
            long chars = words.stream().mapToLong(String::length).sum();
            return ChangeCodec.bound(2 * words.size() + 8, chars)
                    + ChangeCodec.addedBound(messages.size())
                    + ChangeCodec.keptBound(messages.size());
        }

        @Override
        public List<Change> number(long at) {
            lsn = at;
            fate = fate();
            if (fate != Fate.DONE) {
                return List.of();
            }
            var draft = new Draft();
            for (StoredKept message : messages) {
                var row = message.row();
                draft.add(
                        target,
                        new Incomer(
                                row.systemFlags() & ~FlagBits.DELETED,
                                draft.keywords(
                                        target, KeptMessages.words(message), limits.keywords()),
                                row.date(),
                                kept.now(),
                                row.blob(),
                                message.place()));
            }
            KeptMessages.dropped(draft, account, messages, at);
            return draft.done();
        }

        private Fate fate() {
            if (account.removedAhead) {
                return Fate.NO_ACCOUNT;
            }
            if (target.deletedAhead || account.kept.droppedAhead() != seen) {
                return Fate.OVERTAKEN;
            }
            long octets = messages.stream().mapToLong(message -> message.place().size()).sum();
            return account.fitsAhead(octets, messages.size()) ? Fate.DONE : Fate.OVER_QUOTA;
        }
    }
}
