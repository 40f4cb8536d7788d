package dev.jebi.transfer;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Settlement;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.transfer.Bounce.Fate;
import dev.jebi.transfer.Outcome.Attempt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Turns what attempts came to into what the queue keeps and what originators are told. Safe for
/// use by several threads.
record Settling(Bounce bounce, RetryPolicy policy) {
    /// RFC 3463 §3.5: delivery time expired.
    private static final EnhancedStatus EXPIRED = new EnhancedStatus(5, 4, 7);

    List<Settlement> settlements(List<Attempt> attempts, Instant now) {
        double chance = policy.chance();
        return attempts.stream().map(attempt -> settlement(attempt, now, chance)).toList();
    }

    private Settlement settlement(Attempt attempt, Instant now, double chance) {
        var entry = attempt.entry();
        return switch (ending(attempt, now)) {
            case Outcome.Delivered delivered ->
                    new Settlement.Delivered(entry, delivered.said().text());
            case Outcome.Failed(var why) -> new Settlement.Failed(entry, why.toString());
            case Outcome.Deferred(var why) ->
                    new Settlement.Deferred(
                            entry,
                            policy.next(entry, now, chance),
                            why.toString(),
                            entry.delayReported() || policy.late(entry, now));
        };
    }

    /// The reports about attempts with one message: at most one of failures, one of delays, and one
    /// of what was passed on.
    ///
    /// @param content asked for when there is something to report
    List<Incoming> reports(List<Attempt> attempts, Supplier<Content> content, Instant now) {
        Map<Action, List<Fate>> fates = new EnumMap<>(Action.class);
        for (var attempt : attempts) {
            fate(attempt, now)
                    .ifPresent(fate ->
                            fates.computeIfAbsent(fate.action(), _ -> new ArrayList<>()).add(fate));
        }
        if (fates.isEmpty()) {
            return List.of();
        }
        var original = original(attempts.getFirst().entry(), content.get());
        var reports = new ArrayList<Incoming>();
        fates.values().forEach(same -> bounce.report(original, same).ifPresent(reports::add));
        return reports;
    }

    /// What the originator is told of a recipient, if anything.
    private Optional<Fate> fate(Attempt attempt, Instant now) {
        var entry = attempt.entry();
        var wishes = entry.particulars().recipient();
        return switch (ending(attempt, now)) {
            case Outcome.Delivered delivered when passedOn(entry, delivered) ->
                    Optional.of(fate(entry, Action.RELAYED, delivered.said(), Optional.empty()));
            case Outcome.Failed(var why) when wishes.wants(Notice.FAILURE) ->
                    Optional.of(fate(entry, Action.FAILED, why, Optional.empty()));
            case Outcome.Deferred(var why) when policy.late(entry, now) && hears(entry, now) ->
                    Optional.of(fate(entry, Action.DELAYED, why, Optional.of(policy.end(entry))));
            case Outcome.Delivered _, Outcome.Failed _, Outcome.Deferred _ -> Optional.empty();
        };
    }

    /// Whether a report that the message was relayed is due: where success is to be reported and
    /// the peer will not (RFC 3461 §5.2.2), where it does not mind the deadline, or where every
    /// relaying is to be reported (RFC 2852 §4.2).
    private static boolean passedOn(Entry entry, Outcome.Delivered delivered) {
        var wishes = entry.particulars().recipient();
        boolean traced =
                entry.particulars()
                        .wishes()
                        .deliverBy()
                        .map(by -> by.trace() || !delivered.deadlines())
                        .orElse(false);
        return (wishes.wants(Notice.SUCCESS) && !delivered.reports())
                || (traced && !wishes.never());
    }

    /// Whether the originator hears of a delay; of a missed deadline of its own in any case but
    /// NEVER (RFC 2852 §4.1.3).
    private boolean hears(Entry entry, Instant now) {
        var wishes = entry.particulars().recipient();
        return wishes.wants(Notice.DELAY) || (policy.missed(entry, now) && !wishes.never());
    }

    private static Fate fate(Entry entry, Action action, Diagnosis why, Optional<Instant> until) {
        return new Fate(
                entry.recipient(), entry.particulars().recipient().original(), action, why, until);
    }

    private static Bounce.Original original(Entry entry, Content content) {
        return new Bounce.Original(
                content,
                entry.reversePath(),
                entry.queued(),
                entry.international(),
                Optional.of(entry.id()),
                entry.particulars().wishes());
    }

    /// RFC 5321 §4.5.4.1: what is deferred for too long has failed.
    private Outcome ending(Attempt attempt, Instant now) {
        if (attempt.outcome() instanceof Outcome.Deferred(var why)
                && policy.expired(attempt.entry(), now)) {
            return new Outcome.Failed(
                    new Diagnosis(EXPIRED, why.text(), why.remote(), why.answered()));
        }
        return attempt.outcome();
    }
}
