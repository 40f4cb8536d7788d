package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.index.Follower;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.index.KeptDue;
import dev.jebi.mailstore.index.KeptQuery;
import dev.jebi.mailstore.index.StoredKept;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The expunged messages that can be restored. They are in the index alone: whoever takes some away
/// reads them there, and is refused when it is numbered if others have taken some away meanwhile;
/// then it reads again. Safe for use by several threads.
final class KeptMessages implements Kept {
    private final Parts parts;
    private final UndeleteLimits limits;
    private final StoreLimits storeLimits;
    private final java.time.InstantSource clock;
    private volatile boolean ended;

    /// What it works with.
    record Parts(
            Inventory inventory,
            Committer committer,
            MailboxChanges mailboxes,
            IndexReader index,
            Follower follower,
            Log log) {}

    KeptMessages(Parts parts, StoreLimits limits, java.time.InstantSource clock) {
        this.parts = parts;
        this.storeLimits = limits;
        this.limits = limits.undelete();
        this.clock = clock;
    }

    @Override
    public Amount amount(AccountId account) {
        return parts.inventory
                .account(account)
                .map(state -> state.kept.count())
                .map(count -> new Amount(count.octets(), count.messages()))
                .orElse(new Amount(0, 0));
    }

    @Override
    public List<KeptMessage> list(
            AccountId account, KeptChoice choice, Optional<KeptId> before, int atMost)
            throws IOException {
        var state = parts.inventory.account(account);
        if (state.isEmpty()) {
            return List.of();
        }
        long end = before.map(KeptId::value).orElse(Long.MAX_VALUE);
        return page(state.get(), choice, new Range(-1, end, true), atMost).stream()
                .map(KeptMessages::message)
                .toList();
    }

    private static KeptMessage message(StoredKept kept) {
        var row = kept.row();
        return new KeptMessage(
                new KeptId(row.id()),
                new MailboxName(kept.mailbox()),
                new Uid(row.uid()),
                new Flags(FlagBits.system(row.systemFlags()), words(kept)),
                Instant.ofEpochMilli(row.date()),
                Instant.ofEpochMilli(kept.at()),
                kept.place().size(),
                new EmailId(row.blob()));
    }

    static Set<String> words(StoredKept kept) {
        return kept.keywords().isEmpty() ? Set.of() : Set.of(kept.keywords().split(" "));
    }

    /// Milliseconds since 1970.
    long now() {
        return clock.millis();
    }

    private Optional<StoredKept> one(AccountId account, KeptId id) throws IOException {
        var state = parts.inventory.account(account);
        return state.isEmpty()
                ? Optional.empty()
                : page(state.get(), KeptChoice.of(Set.of(id)), Range.ALL, 1).stream().findFirst();
    }

    @Override
    public Optional<MessageHead> head(AccountId account, KeptId id) throws IOException {
        var kept = one(account, id);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                StoredOctets.reread(kept.get().place(), () -> place(account, id), this::head));
    }

    private MessageHead head(Place place) throws IOException {
        var head = StoredOctets.whole(place).part(0, place.headLength());
        return Heads.decode(parts.log.read(head).octets());
    }

    private Optional<Place> place(AccountId account, KeptId id) throws IOException {
        return one(account, id).map(StoredKept::place);
    }

    @Override
    public Optional<Content> content(AccountId account, KeptId id) throws IOException {
        var kept = one(account, id);
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        StoredOctets.reread(
                                kept.get().place(),
                                () -> place(account, id),
                                place -> StoredOctets.message(parts.log, place)));
    }

    /// Ids between two, both not included.
    record Range(long after, long before, boolean newestFirst) {
        static final Range ALL = new Range(-1, Long.MAX_VALUE, false);

        static Range after(long id) {
            return new Range(id, Long.MAX_VALUE, false);
        }
    }

    /// Some of what was chosen; nothing that was taken away before this was called.
    List<StoredKept> page(AccountState account, KeptChoice choice, Range range, int atMost)
            throws IOException {
        await(account);
        var all = query(account, choice, range, atMost);
        if (choice.ids().isEmpty()) {
            return parts.index.read(all::run);
        }
        var ids =
                choice.ids().stream()
                        .map(KeptId::value)
                        .filter(id -> id > range.after && id < range.before)
                        .sorted()
                        .toList();
        return parts.index.read(connection -> {
            var found = new ArrayList<StoredKept>();
            for (long id : range.newestFirst ? ids.reversed() : ids) {
                if (found.size() < atMost) {
                    var only = new Range(id - 1, id + 1, false);
                    found.addAll(query(account, choice, only, 1).run(connection));
                }
            }
            return found;
        });
    }

    private static KeptQuery query(
            AccountState account, KeptChoice choice, Range range, int atMost) {
        return new KeptQuery(
                account.id,
                choice.mailbox().map(MailboxName::value),
                choice.since().map(Instant::toEpochMilli).orElse(0L),
                range.after,
                range.before,
                range.newestFirst,
                atMost);
    }

    /// The octets and the number of what was chosen.
    long[] sum(AccountState account, KeptChoice choice) throws IOException {
        if (choice.ids().isEmpty()) {
            await(account);
            return parts.index.read(query(account, choice, Range.ALL, 1)::sum);
        }
        var found = page(account, choice, Range.ALL, Integer.MAX_VALUE);
        long octets = found.stream().mapToLong(kept -> kept.place().size()).sum();
        return new long[] {octets, found.size()};
    }

    private void await(AccountState account) throws IOException {
        if (!parts.follower.awaitApplied(account.kept.changed())) {
            throw new IndexBehind();
        }
    }

    @Override
    public Restoring restore(AccountId account, KeptChoice choice) throws IOException {
        var state = parts.inventory.account(account);
        return state.isEmpty()
                ? new Restoring.NoSuchAccount()
                : new Restoration(this, parts, storeLimits, state.get(), choice).run();
    }

    @Override
    public int drop(AccountId account, KeptChoice choice) throws IOException {
        var state = parts.inventory.account(account);
        int dropped = 0;
        long after = -1;
        while (state.isPresent()) {
            long seen = state.get().kept.dropped();
            var range = Range.after(after);
            var page = page(state.get(), choice, range, StoreLimits.KEPT_AT_ONCE);
            if (page.isEmpty()) {
                break;
            }
            if (drop(state.get(), page, seen)) {
                dropped += page.size();
                after = page.getLast().row().id();
            }
        }
        return dropped;
    }

    /// @param seen the record that had taken some away last, before these were read
    /// @return false when another has since
    private boolean drop(AccountState account, List<StoredKept> which, long seen)
            throws IOException {
        return parts.committer.commit(
                ChangeCodec.bound(2, 0) + ChangeCodec.keptBound(which.size()),
                lsn -> {
                    if (account.removedAhead || account.kept.droppedAhead() != seen) {
                        return List.<Change>of();
                    }
                    var draft = new Draft();
                    dropped(draft, account, which, lsn);
                    return draft.done();
                });
    }

    static void dropped(Draft draft, AccountState account, List<StoredKept> which, long lsn) {
        draft.drop(
                account,
                which.stream().mapToLong(kept -> kept.row().id()).toArray(),
                which.stream().mapToLong(kept -> kept.row().blob()).toArray(),
                which.stream().mapToLong(kept -> kept.place().size()).sum(),
                lsn);
    }

    @Override
    public int expire() throws IOException {
        int expired = 0;
        for (AccountState account : List.copyOf(parts.inventory.accounts())) {
            expired += expire(account);
        }
        return expired;
    }

    /// Ends the keeping of what an account has for too long, or too much of.
    int expire(AccountState account) throws IOException {
        int expired = 0;
        var id = new AccountId(account.id);
        while (!ended
                && parts.inventory.account(id).isPresent()
                && account.kept.count().messages() > 0) {
            long seen = account.kept.dropped();
            await(account);
            long tooMuch = account.kept.count().octets() - limits.octets();
            var oldest = KeptQuery.oldest(account.id, StoreLimits.KEPT_AT_ONCE);
            var due = due(parts.index.read(oldest::run), tooMuch);
            if (due.isEmpty()) { // some may be kept for less than those before them
                due = dueBehind(account);
            }
            if (due.isEmpty()) {
                break;
            }
            expired += drop(account, due, seen) ? due.size() : 0;
        }
        return expired;
    }

    private List<StoredKept> dueBehind(AccountState account) throws IOException {
        var now = clock.instant();
        var due =
                new KeptDue(
                        account.id,
                        now.minus(limits.keep()).toEpochMilli(),
                        now.toEpochMilli(),
                        StoreLimits.KEPT_AT_ONCE);
        return parts.index.read(due::run);
    }

    private boolean over(StoredKept kept) {
        int days = kept.row().days();
        var keep = days == 0 ? limits.keep() : Duration.ofDays(days);
        return limits.none() || kept.at() < clock.instant().minus(keep).toEpochMilli();
    }

    private List<StoredKept> due(List<StoredKept> oldest, long tooMuch) {
        long left = tooMuch;
        int count = 0;
        while (count < oldest.size() && (over(oldest.get(count)) || left > 0)) {
            left -= oldest.get(count++).place().size();
        }
        return oldest.subList(0, count);
    }

    /// Lets [#expire] end soon.
    void end() {
        ended = true;
    }
}
