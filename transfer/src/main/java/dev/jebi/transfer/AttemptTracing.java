package dev.jebi.transfer;

import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Settlement;
import dev.jebi.mailstore.Trace;
import dev.jebi.mailstore.TraceEvent;
import dev.jebi.mailstore.TraceStep;
import dev.jebi.transfer.Outcome.Attempt;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes down what attempts to send messages on came to, in words for people who know no SMTP.
/// Safe for use by several threads; never waits.
final class AttemptTracing {
    private final Tracing tracing;

    AttemptTracing(Trace trace, InstantSource clock) {
        this.tracing = new Tracing(trace, clock);
    }

    private static String id(Entry entry) {
        String id = entry.particulars().trace();
        return id.isEmpty() ? entry.id().text() : id;
    }

    private static Tracing.Facts facts(Attempt attempt) {
        var entry = attempt.entry();
        var via = attempt.via();
        return new Tracing.Facts()
                .with(TraceEvent.RECIPIENT, entry.recipient().toString())
                .with(TraceEvent.SENDER, Tracing.sender(entry.reversePath()))
                .with(TraceEvent.QUEUE, entry.id().text())
                .with(TraceEvent.PEER, via.peer())
                .with(TraceEvent.TLS, via.peer().map(_ -> via.tls()))
                .with("before", String.join("; ", via.before()))
                .with("attempt", Integer.toString(entry.attempts() + 1));
    }

    /// What attempts with one message came to, and who was told of it.
    ///
    /// @param settlements one for each attempt
    void settled(List<Attempt> attempts, List<Settlement> settlements, List<Incoming> reports) {
        for (int i = 0; i < attempts.size(); i++) {
            settled(attempts.get(i), settlements.get(i));
        }
        reported(attempts, reports);
    }

    /// What one attempt came to, and what happens next.
    private void settled(Attempt attempt, Settlement settlement) {
        switch (settlement) {
            case Settlement.Delivered(_, var reply) -> delivered(attempt, reply);
            case Settlement.Deferred(_, var until, var reply, _) -> deferred(attempt, until, reply);
            case Settlement.Failed(_, var reply) -> failed(attempt, reply);
        }
    }

    private void delivered(Attempt attempt, String reply) {
        var entry = attempt.entry();
        tracing.event(
                id(entry),
                TraceStep.DELIVERED,
                "The server "
                        + attempt.via().peer().orElse("of the recipient")
                        + " took it for "
                        + entry.recipient()
                        + " and is responsible for it from then on"
                        + (encrypted(attempt) ? "; it travelled encrypted." : "."),
                facts(attempt).with(TraceEvent.REPLY, reply));
    }

    private static boolean encrypted(Attempt attempt) {
        return attempt.via().peer().isPresent() && !attempt.via().tls().startsWith("none");
    }

    private void deferred(Attempt attempt, Instant until, String reply) {
        var entry = attempt.entry();
        var next = until.truncatedTo(ChronoUnit.SECONDS);
        tracing.event(
                id(entry),
                TraceStep.DEFERRED,
                "It could not be handed over for "
                        + entry.recipient()
                        + ". "
                        + reason(attempt)
                        + " It is tried again at "
                        + next
                        + ".",
                facts(attempt)
                        .with(TraceEvent.REPLY, reply)
                        .with(TraceEvent.CAUSE, cause(attempt).word())
                        .with(TraceEvent.NEXT, next.toString()));
    }

    private void failed(Attempt attempt, String reply) {
        var entry = attempt.entry();
        boolean expired = attempt.outcome() instanceof Outcome.Deferred;
        tracing.event(
                id(entry),
                TraceStep.FAILED,
                (expired
                                ? "It was tried for as long as it is worth it, the last time in"
                                        + " vain, too, and will not reach "
                                : "It will not reach ")
                        + entry.recipient()
                        + ". "
                        + reason(attempt),
                facts(attempt)
                        .with(TraceEvent.REPLY, reply)
                        .with("expired", Boolean.toString(expired))
                        .with(TraceEvent.CAUSE, cause(attempt).word()));
    }

    private static Optional<Diagnosis> why(Attempt attempt) {
        return switch (attempt.outcome()) {
            case Outcome.Deferred(var why) -> Optional.of(why);
            case Outcome.Failed(var why) -> Optional.of(why);
            case Outcome.Delivered _ -> Optional.empty();
        };
    }

    private static Cause cause(Attempt attempt) {
        return why(attempt).map(Causes::of).orElse(Cause.UNKNOWN);
    }

    private static String reason(Attempt attempt) {
        String said =
                why(attempt)
                        .map(why ->
                                (why.answered() ? " It said: “" : " In detail: “")
                                        + why.text()
                                        + "”.")
                        .orElse("");
        return cause(attempt).sentence() + said;
    }

    /// The sender was told, or could not be.
    private void reported(List<Attempt> attempts, List<Incoming> reports) {
        var first = attempts.getFirst().entry();
        for (Incoming report : reports) {
            String to =
                    report.relayed().isEmpty()
                            ? Tracing.sender(first.reversePath())
                            : report.relayed().stream()
                                    .map(one -> one.address().toString())
                                    .collect(Collectors.joining(" "));
            var messageId = report.head().envelope().messageId();
            tracing.event(
                    id(first),
                    TraceStep.BOUNCED,
                    "A report of this was written to the sender, " + to + ".",
                    new Tracing.Facts()
                            .with(TraceEvent.SENDER, Tracing.sender(first.reversePath()))
                            .with(TraceEvent.QUEUE, first.id().text())
                            .with(TraceEvent.OTHER, messageId));
            tracing.event(
                    report.trace(),
                    TraceStep.RECEIVED,
                    "This mail system wrote this report about another message.",
                    new Tracing.Facts()
                            .with(TraceEvent.MESSAGE_ID, messageId)
                            .with(TraceEvent.RECIPIENT, to)
                            .with("about", id(first)));
        }
        boolean failed = attempts.stream().anyMatch(a -> a.outcome() instanceof Outcome.Failed);
        if (failed && reports.isEmpty() && first.reversePath().address().isEmpty()) {
            tracing.event(
                    id(first),
                    TraceStep.DISCARDED,
                    "Nobody is told, for this message is a report itself and has no sender.",
                    new Tracing.Facts().with(TraceEvent.QUEUE, first.id().text()));
        }
    }
}
