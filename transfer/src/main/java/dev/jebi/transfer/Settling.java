package dev.jebi.transfer;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Settlement;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.transfer.Bounce.Fate;
import dev.jebi.transfer.Outcome.Attempt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            case Outcome.Delivered(var reply) -> new Settlement.Delivered(entry, reply);
            case Outcome.Failed(var why) -> new Settlement.Failed(entry, why.toString());
            case Outcome.Deferred(var why) ->
                    new Settlement.Deferred(
                            entry,
                            policy.next(entry, now, chance),
                            why.toString(),
                            entry.delayReported() || policy.late(entry, now));
        };
    }

    /// The reports about attempts with one message: one of failures, one of delays, or none.
    List<Incoming> reports(List<Attempt> attempts, Content content, Instant now) {
        var failed = new ArrayList<Fate>();
        var delayed = new ArrayList<Fate>();
        for (var attempt : attempts) {
            var entry = attempt.entry();
            switch (ending(attempt, now)) {
                case Outcome.Delivered _ -> {}
                case Outcome.Failed(var why) ->
                        failed.add(new Fate(entry.recipient(), why, Optional.empty()));
                case Outcome.Deferred(var why) -> {
                    if (policy.late(entry, now)) {
                        var until = Optional.of(policy.end(entry));
                        delayed.add(new Fate(entry.recipient(), why, until));
                    }
                }
            }
        }
        var original = original(attempts.getFirst().entry(), content);
        var reports = new ArrayList<Incoming>();
        for (var fates : List.of(failed, delayed)) {
            if (!fates.isEmpty()) {
                bounce.report(original, fates).ifPresent(reports::add);
            }
        }
        return reports;
    }

    private static Bounce.Original original(Entry entry, Content content) {
        return new Bounce.Original(
                content,
                entry.reversePath(),
                entry.queued(),
                entry.international(),
                Optional.of(entry.id()));
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
