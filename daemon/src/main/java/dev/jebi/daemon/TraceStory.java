package dev.jebi.daemon;

import dev.jebi.json.JsonLine;
import dev.jebi.mailstore.Trace;
import dev.jebi.mailstore.Trace.TracedMessage;
import dev.jebi.mailstore.TraceEvent;
import dev.jebi.mailstore.TraceQuery;
import dev.jebi.mailstore.TraceStep;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The trace as people read it who know no SMTP: where a message is now, why, and what happens
/// next; then what happened, in order. Safe for use by several threads.
final class TraceStory {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /// Recipients that are named at the top.
    private static final int NAMED = 10;

    /// The longest value in JSON: a line must fit the way to the terminal.
    private static final int JSON_CHARS = 600;

    private final Trace trace;

    TraceStory(Trace trace) {
        this.trace = trace;
    }

    Outcome run(AdminRequest.Trace request) throws IOException {
        var query = TraceQuery.of(request.term());
        if (!request.since().isEmpty()) {
            query = query.since(Instant.parse(request.since()));
        }
        if (!request.owner().isEmpty()) {
            query = query.ownedBy(request.owner());
        }
        var found = trace.find(query);
        if (found.isEmpty()) {
            return Outcome.failed(
                    ExitCode.BAD_DATA,
                    "nothing is known of '"
                            + request.term()
                            + "'; it is older than trace.keep, came to another server, or is"
                            + " written otherwise");
        }
        var lines = new ArrayList<String>();
        for (TracedMessage message : found) {
            if (request.json()) {
                message.events().forEach(event -> lines.add(json(message.id(), event)));
            } else {
                lines.addAll(story(message));
            }
        }
        return Outcome.done(lines);
    }

    private static List<String> story(TracedMessage message) {
        var lines = new ArrayList<String>();
        lines.add(title(message));
        var states = states(message.events());
        if (!states.isEmpty()) {
            lines.add("  Where it is now:");
            states.forEach((recipient, event) -> lines.add("    " + now(recipient, event)));
        }
        lines.add("  What happened (times in UTC):");
        String last = "";
        for (TraceEvent event : message.events()) {
            String line = TIME.format(event.at()) + "  " + event.sentence() + before(event);
            if (!line.equals(last)) { // many recipients make several events of one
                lines.add("    " + line);
            }
            last = line;
        }
        if (!message.whole()) {
            lines.add(
                    "  Parts of this are missing: more happened at the time than could be written"
                            + " down, or there is more than can be shown.");
        }
        lines.add("");
        return lines;
    }

    private static String before(TraceEvent event) {
        return fact(event, "before")
                .map(hosts -> " Tried in vain before: " + hosts + ".")
                .orElse("");
    }

    private static Optional<String> fact(TraceEvent event, String name) {
        return Optional.ofNullable(event.facts().get(name));
    }

    private static Optional<String> first(TracedMessage message, String name) {
        return message.events().stream().flatMap(event -> fact(event, name).stream()).findFirst();
    }

    private static String title(TracedMessage message) {
        var recipients = new LinkedHashSet<String>();
        for (TraceEvent event : message.events()) {
            fact(event, TraceEvent.RECIPIENT)
                    .ifPresent(all -> recipients.addAll(List.of(all.split(" +"))));
        }
        var named = recipients.stream().limit(NAMED).toList();
        String more =
                recipients.size() > NAMED ? " and " + (recipients.size() - NAMED) + " more" : "";
        return "Message "
                + message.id()
                + first(message, TraceEvent.MESSAGE_ID).map(id -> " " + id).orElse("")
                + first(message, TraceEvent.SENDER).map(from -> " from " + from).orElse("")
                + (named.isEmpty() ? "" : " to " + String.join(", ", named) + more);
    }

    /// The last that became of it for each recipient.
    private static Map<String, TraceEvent> states(List<TraceEvent> events) {
        var states = new LinkedHashMap<String, TraceEvent>();
        var general = new ArrayList<TraceEvent>();
        for (TraceEvent event : events) {
            if (!decides(event.step())) {
                continue;
            }
            var recipients = fact(event, TraceEvent.RECIPIENT);
            if (recipients.isEmpty()) {
                general.add(event);
            } else {
                for (String one : recipients.get().split(" +")) {
                    // a recipient that was refused may have been taken a moment later
                    if (event.step() != TraceStep.REFUSED || !states.containsKey(one)) {
                        states.put(one, event);
                    }
                }
            }
        }
        if (states.isEmpty() && !general.isEmpty()) {
            states.put("", general.getLast());
        }
        return states;
    }

    private static boolean decides(TraceStep step) {
        return switch (step) {
            case RECEIVED, CHECKED, FILTERED, ATTEMPTED, BOUNCED -> false;
            case REFUSED,
                    STORED,
                    QUEUED,
                    DEFERRED,
                    DELIVERED,
                    FAILED,
                    HELD,
                    RELEASED,
                    REDIRECTED,
                    REMOVED,
                    DISCARDED ->
                    true;
        };
    }

    private static String now(String recipient, TraceEvent event) {
        String state =
                switch (event.step()) {
                    case STORED -> "arrived, in a mailbox here. ";
                    case DELIVERED -> "arrived at the recipient's server, as far as we can know. ";
                    case QUEUED, RELEASED -> "waiting to be sent. ";
                    case DEFERRED -> "waiting: it is tried again. ";
                    case HELD -> "stopped by an administrator. ";
                    case FAILED -> "not delivered, and not tried any more. ";
                    case REFUSED -> "not taken: it is still with the server that came with it. ";
                    case REDIRECTED -> "on its way to somebody else. ";
                    case REMOVED -> "taken out of the queue by an administrator. ";
                    case DISCARDED -> "thrown away. ";
                    case RECEIVED, CHECKED, FILTERED, ATTEMPTED, BOUNCED -> "on its way. ";
                };
        return (recipient.isEmpty() ? "" : recipient + ": ") + state + event.sentence();
    }

    private static String json(String message, TraceEvent event) {
        var line =
                new JsonLine()
                        .text("message", message)
                        .text("id", event.id())
                        .text("at", event.at().toString())
                        .text("step", event.step().word())
                        .text("sentence", cut(event.sentence()));
        new TreeMap<>(event.facts()).forEach((name, value) -> line.text(name, cut(value)));
        return line.toString();
    }

    private static String cut(String value) {
        return value.substring(0, Math.min(value.length(), JSON_CHARS));
    }
}
