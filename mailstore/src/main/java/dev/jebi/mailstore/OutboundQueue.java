package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientGone;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.change.QueuedMail;
import dev.jebi.mailstore.change.WishCodec;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/// The outbound queue: scheduled in memory, every change a record. Safe for use by several threads.
final class OutboundQueue implements MailQueue {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundQueue.class);

    /// What is kept of a reply, in chars.
    private static final int MAX_REPLY = 1_000;

    /// More chars than an address has (RFC 5321 §4.5.3.1).
    private static final int ADDRESS = 600;

    private final QueueState state;
    private final Committer committer;
    private final Acceptor acceptor;
    private final Log log;
    private final InstantSource clock;
    private final Optional<Leases> leases;

    /// @param leases of a queue that is shared
    OutboundQueue(
            QueueState state,
            Committer committer,
            Acceptor acceptor,
            Log log,
            InstantSource clock,
            Optional<Leases> leases) {
        this.leases = leases;
        this.state = state;
        this.committer = committer;
        this.acceptor = acceptor;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public List<Entry> claim(Instant now, int atMost) {
        var taken = state.claim(now, atMost);
        return leases.isPresent() ? leases.get().lease(taken) : taken;
    }

    @Override
    public Optional<Instant> nextDue() {
        return state.nextDue();
    }

    @Override
    public Content content(QueueId id) throws IOException {
        var mail =
                state.mail(id)
                        .orElseThrow(
                                () -> new NoSuchElementException("not in the queue: " + id.text()));
        return StoredOctets.reread(
                mail.place(),
                () -> state.mail(id).map(QueuedMail::place),
                place -> content(place, mail.skip()));
    }

    private Content content(Place place, int skip) throws IOException {
        StoredOctets.check(log, place);
        return log.read(new ContentLocation(place.position() + skip, place.size() - skip));
    }

    @Override
    public boolean waits(Entry entry) {
        return state.now(entry).map(now -> sameRecipient(now, entry)).orElse(false);
    }

    private static boolean sameRecipient(Entry now, Entry claimed) {
        return now.recipient().equals(claimed.recipient());
    }

    @Override
    public void settle(List<Settlement> settlements, List<Incoming> reports) throws IOException {
        if (settlements.isEmpty() && reports.isEmpty()) {
            return;
        }
        var brought = new Brought(reports);
        long chars = settlements.size() * (long) MAX_REPLY;
        int bound = ChangeCodec.bound(settlements.size(), chars) + brought.bound();
        committer.commit(
                brought.body(),
                bound,
                lsn -> {
                    var draft = new Draft();
                    settlements.forEach(one -> change(one).ifPresent(draft::change));
                    acceptor.number(brought, lsn, draft);
                    return draft.done();
                });
    }

    /// Nothing for what is gone, or somebody else's by now.
    private Optional<Change> change(Settlement settlement) {
        var entry = settlement.entry();
        return state.now(entry)
                .filter(_ -> isOurs(entry))
                .map(now -> sameRecipient(now, entry) ? settled(settlement) : again(now));
    }

    /// This node may have been taken for dead meanwhile.
    private boolean isOurs(Entry entry) {
        boolean ours = leases.map(mine -> mine.has(entry)).orElse(true);
        if (!ours) {
            LOG.warn("event=settle queue={} outcome=not-leased", entry.id().text());
        }
        return ours;
    }

    /// It was redirected while the recipient of before was tried: the one of now was not.
    private Change again(Entry now) {
        LOG.info("event=settle queue={} outcome=redirected", now.id().text());
        return new RecipientDeferred(
                now.id().value(),
                now.number(),
                now.attempts(),
                clock.millis(),
                now.delayReported(),
                now.lastReply());
    }

    private static Change settled(Settlement settlement) {
        var entry = settlement.entry();
        long id = entry.id().value();
        return switch (settlement) {
            case Settlement.Delivered _, Settlement.Failed _ ->
                    new RecipientGone(id, entry.number());
            case Settlement.Deferred(_, Instant until, String reply, boolean reported) ->
                    new RecipientDeferred(
                            id,
                            entry.number(),
                            entry.attempts() + 1,
                            until.toEpochMilli(),
                            reported,
                            cut(reply));
        };
    }

    private static String cut(String reply) {
        return reply.length() <= MAX_REPLY ? reply : reply.substring(0, MAX_REPLY);
    }

    @Override
    public Watch watch(Runnable onWork) {
        return state.bell.watch(onWork);
    }

    @Override
    public List<Entry> list() {
        return state.list(QueueChoice.ALL);
    }

    @Override
    public int retry(QueueChoice which) throws IOException {
        long now = clock.millis();
        return change(
                state.list(which),
                (id, numbers) -> List.of(new RecipientsHeld(id, numbers, false, now)));
    }

    @Override
    public int hold(QueueChoice which) throws IOException {
        long now = clock.millis();
        return change(
                state.list(which),
                (id, numbers) -> List.of(new RecipientsHeld(id, numbers, true, now)));
    }

    @Override
    public int release(QueueChoice which) throws IOException {
        long now = clock.millis();
        return change(
                state.list(which).stream().filter(Entry::held).toList(),
                (id, numbers) -> List.of(new RecipientsHeld(id, numbers, false, now)));
    }

    @Override
    public int redirect(QueueChoice which, Address to) throws IOException {
        var entries = state.list(which);
        return change(
                entries,
                (id, numbers) ->
                        entries.stream()
                                .filter(entry ->
                                        entry.id().value() == id
                                                && numbers.contains(entry.number()))
                                .map(entry -> redirected(entry, to))
                                .toList());
    }

    /// RFC 3461 §4.2: whom it was meant for at first stays known.
    private static Change redirected(Entry entry, Address to) {
        var wishes = entry.particulars().recipient();
        var first =
                new OriginalRecipient(
                        entry.recipient().international() ? "utf-8" : "rfc822",
                        entry.recipient().toString());
        return new RecipientRedirected(
                entry.id().value(),
                entry.number(),
                to.localPart(),
                to.domain().name(),
                new RecipientWishes(
                        wishes.notices(), Optional.of(wishes.original().orElse(first))));
    }

    @Override
    public int remove(QueueChoice which) throws IOException {
        return change(
                state.list(which),
                (queue, numbers) ->
                        numbers.stream()
                                .map(number -> (Change) new RecipientGone(queue, number))
                                .toList());
    }

    private interface Changing {
        List<Change> of(long queue, List<Integer> numbers);
    }

    private int change(List<Entry> entries, Changing changing) throws IOException {
        var found = new TreeMap<Long, List<Integer>>();
        long chars = 0;
        for (Entry entry : entries) {
            found.computeIfAbsent(entry.id().value(), _ -> new ArrayList<>()).add(entry.number());
            // a redirection names the recipient of before, and another that is as long at most
            chars += 2 * ADDRESS + WishCodec.chars(entry.particulars().recipient());
        }
        var changed = new int[1];
        committer.commit(
                ChangeCodec.bound(entries.size() * 2, chars),
                _ -> {
                    changed[0] = 0;
                    var changes = new ArrayList<Change>();
                    for (var mail : found.entrySet()) {
                        var left = new ArrayList<>(mail.getValue());
                        left.removeIf(number -> !state.there(mail.getKey(), number));
                        if (!left.isEmpty()) {
                            changes.addAll(changing.of(mail.getKey(), left));
                            changed[0] += left.size();
                        }
                    }
                    return changes;
                });
        return changed[0];
    }
}
