package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientGone;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Log;

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
import java.util.function.Predicate;

/// The outbound queue: scheduled in memory, every change a record. Safe for use by several threads.
final class OutboundQueue implements MailQueue {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundQueue.class);

    /// What is kept of a reply, in chars.
    private static final int MAX_REPLY = 1_000;

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
        var place = mail.place();
        StoredOctets.check(log, place);
        return log.read(
                new ContentLocation(place.position() + mail.skip(), place.size() - mail.skip()));
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
                    settlements.stream()
                            .filter(one -> waits(one.entry()))
                            .forEach(one -> draft.change(change(one)));
                    acceptor.number(brought, lsn, draft);
                    return draft.done();
                });
    }

    private boolean waits(Entry entry) {
        boolean there = state.there(entry.id().value(), entry.number());
        if (there && leases.isPresent() && !leases.get().has(entry)) {
            // this node was taken for dead meanwhile, and the entry is somebody else's by now
            LOG.warn("event=settle queue={} outcome=not-leased", entry.id().text());
            return false;
        }
        return there;
    }

    private static Change change(Settlement settlement) {
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
        return state.list(_ -> true);
    }

    @Override
    public int retry(Optional<QueueId> only) throws IOException {
        long now = clock.millis();
        return change(
                id -> only.isEmpty() || only.get().equals(id),
                (id, numbers) -> List.of(new RecipientsHeld(id, numbers, false, now)));
    }

    @Override
    public int hold(QueueId id) throws IOException {
        long now = clock.millis();
        return change(
                id::equals,
                (queue, numbers) -> List.of(new RecipientsHeld(queue, numbers, true, now)));
    }

    @Override
    public int remove(QueueId id) throws IOException {
        return change(
                id::equals,
                (queue, numbers) ->
                        numbers.stream()
                                .map(number -> (Change) new RecipientGone(queue, number))
                                .toList());
    }

    private interface Changing {
        List<Change> of(long queue, List<Integer> numbers);
    }

    private int change(Predicate<QueueId> which, Changing changing) throws IOException {
        var found = new TreeMap<Long, List<Integer>>();
        var entries = state.list(which);
        for (Entry entry : entries) {
            found.computeIfAbsent(entry.id().value(), _ -> new ArrayList<>()).add(entry.number());
        }
        var changed = new int[1];
        committer.commit(
                ChangeCodec.bound(entries.size() * 2, 0),
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
