package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/// When a deferred entry is tried again, when its originator is told, when it is given up (RFC 5321
/// §4.5.4.1). Safe for use by several threads.
record RetryPolicy(RelayLimits limits, Random random) {
    /// The next attempt; at the end of the lifetime at the latest, so that there is a last one, and
    /// at the deadline of the originator, so that it is told in time.
    ///
    /// @param chance from 0 to 1, the same for all that were tried together: they go together again
    Instant next(Entry entry, Instant now, double chance) {
        var pauses = limits.pauses();
        var pause = pauses.get(Math.clamp(entry.attempts(), 0, pauses.size() - 1));
        double share = 1 + limits.jitter() * (2 * chance - 1);
        var next = now.plus(Duration.ofMillis(Math.max(1, (long) (pause.toMillis() * share))));
        next = earlier(next, now, end(entry));
        var deadline = deadline(entry, DeliverBy.Mode.NOTIFY);
        return deadline.isPresent() ? earlier(next, now, deadline.get()) : next;
    }

    private static Instant earlier(Instant next, Instant now, Instant limit) {
        return next.isAfter(limit) && limit.isAfter(now) ? limit : next;
    }

    double chance() {
        return random.nextDouble();
    }

    Instant end(Entry entry) {
        var end = begin(entry).plus(limits.lifetime());
        return deadline(entry, DeliverBy.Mode.RETURN).filter(end::isAfter).orElse(end);
    }

    /// RFC 4865 §4: what was held for later begins to age then.
    private static Instant begin(Entry entry) {
        return entry.particulars()
                .wishes()
                .holdUntil()
                .filter(entry.queued()::isBefore)
                .orElse(entry.queued());
    }

    private static Optional<Instant> deadline(Entry entry, DeliverBy.Mode mode) {
        return entry.particulars()
                .wishes()
                .deliverBy()
                .filter(by -> by.mode() == mode)
                .map(DeliverBy::at);
    }

    boolean expired(Entry entry, Instant now) {
        return !now.isBefore(end(entry));
    }

    boolean late(Entry entry, Instant now) {
        return !entry.delayReported()
                && (missed(entry, now) || !now.isBefore(begin(entry).plus(limits.delayReport())));
    }

    /// Whether the deadline is over at which the originator wished to be told (RFC 2852 §4.1).
    boolean missed(Entry entry, Instant now) {
        return deadline(entry, DeliverBy.Mode.NOTIFY).filter(at -> !now.isBefore(at)).isPresent();
    }
}
