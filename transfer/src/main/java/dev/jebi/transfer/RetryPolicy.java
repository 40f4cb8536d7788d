package dev.jebi.transfer;

import dev.jebi.mailstore.MailQueue.Entry;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// When a deferred entry is tried again, when its originator is told, when it is given up (RFC 5321
/// §4.5.4.1). Safe for use by several threads.
record RetryPolicy(RelayLimits limits, Random random) {
    /// The next attempt; at the end of the lifetime at the latest, so that there is a last one.
    ///
    /// @param chance from 0 to 1, the same for all that were tried together: they go together again
    Instant next(Entry entry, Instant now, double chance) {
        var pauses = limits.pauses();
        var pause = pauses.get(Math.clamp(entry.attempts(), 0, pauses.size() - 1));
        double share = 1 + limits.jitter() * (2 * chance - 1);
        var next = now.plus(Duration.ofMillis(Math.max(1, (long) (pause.toMillis() * share))));
        var end = end(entry);
        return next.isAfter(end) && end.isAfter(now) ? end : next;
    }

    double chance() {
        return random.nextDouble();
    }

    Instant end(Entry entry) {
        return entry.queued().plus(limits.lifetime());
    }

    boolean expired(Entry entry, Instant now) {
        return !now.isBefore(end(entry));
    }

    boolean late(Entry entry, Instant now) {
        return !entry.delayReported() && !now.isBefore(entry.queued().plus(limits.delayReport()));
    }
}
