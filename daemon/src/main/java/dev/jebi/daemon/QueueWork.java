package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.QueueChoice;
import dev.jebi.mailstore.QueueId;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an administrator does with the outbound queue. Safe for use by several threads.
final class QueueWork {
    private final MailQueue queue;

    QueueWork(MailQueue queue) {
        this.queue = queue;
    }

    Outcome run(AdminRequest.Queue request) throws IOException {
        var which = choice(request);
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
                        ? "{\"act\":\"%s\",\"recipients\":%d}"
                                .formatted(request.act().name().toLowerCase(Locale.ROOT), count)
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
        return "{"
                + String.join(
                        ",",
                        text("id", entry.id().text()),
                        text("trace", particulars.trace()),
                        text(
                                "sender",
                                entry.reversePath().address().map(Address::toString).orElse("")),
                        text("recipient", entry.recipient().toString()),
                        "\"size\":" + entry.size(),
                        text("queued", entry.queued().toString()),
                        "\"attempts\":" + entry.attempts(),
                        "\"held\":" + entry.held(),
                        text("next", next(entry)),
                        text("lane", particulars.lane().name().toLowerCase(Locale.ROOT)),
                        "\"priority\":" + particulars.wishes().priority(),
                        text("reply", entry.lastReply()))
                + "}";
    }

    private static String next(Entry entry) {
        return Optional.of(entry)
                .filter(e -> !e.held())
                .map(Entry::nextAttempt)
                .map(Instant::toString)
                .orElse("");
    }

    private static String text(String name, String value) {
        var escaped = new StringBuilder("\"" + name + "\":\"");
        value.chars()
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        escaped.append('\\').append((char) c);
                    } else if (c < ' ' || c == 0x7F) {
                        escaped.append("\\u%04x".formatted(c));
                    } else {
                        escaped.append((char) c);
                    }
                });
        return escaped.append('"').toString();
    }
}
