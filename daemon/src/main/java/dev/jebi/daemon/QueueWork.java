package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.json.JsonLine;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.QueueChoice;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mailstore.Trace;
import dev.jebi.mailstore.TraceEvent;
import dev.jebi.mailstore.TraceStep;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What an administrator does with the outbound queue. Safe for use by several threads.
final class QueueWork {
    private final MailQueue queue;
    private final Trace trace;
    private final InstantSource clock;

    QueueWork(MailStore store, InstantSource clock) {
        this.queue = store.queue();
        this.trace = store.trace();
        this.clock = clock;
    }

    Outcome run(AdminRequest.Queue request) throws IOException {
        var which = choice(request);
        var meant = queue.list().stream().filter(which::means).toList();
        var outcome = run(request, which);
        meant.forEach(entry -> trace(entry, request));
        return outcome;
    }

    /// Writes down what a person did.
    private void trace(Entry entry, AdminRequest.Queue request) {
        switch (request.act()) {
            case LIST -> {}
            case RETRY ->
                    trace(entry, TraceStep.RELEASED, "An administrator has it tried at once.");
            case HOLD ->
                    trace(
                            entry,
                            TraceStep.HELD,
                            "An administrator stopped it: it is not tried until it is released.");
            case RELEASE -> trace(entry, TraceStep.RELEASED, "An administrator let it go on.");
            case REMOVE ->
                    trace(
                            entry,
                            TraceStep.REMOVED,
                            "An administrator took it out of the queue; nobody is told.");
            case REDIRECT ->
                    trace(
                            entry,
                            TraceStep.REDIRECTED,
                            "An administrator sends it to " + request.to() + " instead.");
        }
    }

    private void trace(Entry entry, TraceStep step, String sentence) {
        String id = entry.particulars().trace();
        trace.record(
                new TraceEvent(
                        clock.instant(),
                        id.isEmpty() ? entry.id().text() : id,
                        step,
                        sentence,
                        Map.of(
                                TraceEvent.QUEUE,
                                entry.id().text(),
                                TraceEvent.RECIPIENT,
                                entry.recipient().toString())));
    }

    private Outcome run(AdminRequest.Queue request, QueueChoice which) throws IOException {
        return switch (request.act()) {
            case LIST -> list(which, request.json());
            case RETRY -> done(request, queue.retry(which), "to be tried now");
            case HOLD -> done(request, queue.hold(which), "held");
            case RELEASE -> done(request, queue.release(which), "released");
            case REMOVE -> done(request, queue.remove(which), "removed");
            case REDIRECT -> {
                var to = Address.parse(request.to());
                yield done(request, queue.redirect(which, to), "redirected to " + to);
            }
        };
    }

    private static QueueChoice choice(AdminRequest.Queue request) {
        return new QueueChoice(
                given(request.id()).map(QueueId::parse),
                given(request.domain()).map(Domain::parse),
                given(request.sender())
                        .map(sender ->
                                sender.equals("<>")
                                        ? ReversePath.NULL
                                        : ReversePath.of(Address.parse(sender))),
                given(request.recipient()).map(Address::parse));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private static Outcome done(AdminRequest.Queue request, int count, String what) {
        if (count == 0 && !request.id().isEmpty()) {
            return Outcome.failed(
                    ExitCode.BAD_DATA,
                    "nothing in the queue has the id "
                            + request.id()
                            + ", or nothing that this could be done with; 'jebi queue list' shows"
                            + " all");
        }
        return Outcome.done(
                request.json()
                        ? new JsonLine()
                                .text("act", request.act().name().toLowerCase(Locale.ROOT))
                                .number("recipients", count)
                                .toString()
                        : count + (count == 1 ? " recipient " : " recipients ") + what);
    }

    private Outcome list(QueueChoice which, boolean json) {
        return Outcome.done(
                queue.list().stream()
                        .filter(which::means)
                        .map(entry -> json ? json(entry) : line(entry))
                        .toList());
    }

    private static String line(Entry entry) {
        return String.join(
                "\t",
                List.of(
                        entry.id().text(),
                        entry.reversePath().toString(),
                        "<" + entry.recipient() + ">",
                        "size=" + entry.size(),
                        "queued=" + entry.queued(),
                        "attempts=" + entry.attempts(),
                        entry.held() ? "held" : "next=" + entry.nextAttempt(),
                        entry.lastReply()));
    }

    /// One object on one line.
    private static String json(Entry entry) {
        var particulars = entry.particulars();
        return new JsonLine()
                .text("id", entry.id().text())
                .text("trace", particulars.trace())
                .text("sender", entry.reversePath().address().map(Address::toString).orElse(""))
                .text("recipient", entry.recipient().toString())
                .number("size", entry.size())
                .text("queued", entry.queued().toString())
                .number("attempts", entry.attempts())
                .flag("held", entry.held())
                .text("next", next(entry))
                .text("lane", particulars.lane().name().toLowerCase(Locale.ROOT))
                .number("priority", particulars.wishes().priority())
                .text("reply", entry.lastReply())
                .toString();
    }

    private static String next(Entry entry) {
        return Optional.of(entry)
                .filter(e -> !e.held())
                .map(Entry::nextAttempt)
                .map(Instant::toString)
                .orElse("");
    }
}
