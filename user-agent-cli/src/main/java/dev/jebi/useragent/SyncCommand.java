package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Mailboxes.Made;
import dev.jebi.useragent.online.Mailboxes.Synced;
import dev.jebi.useragent.online.Sending.Outcome;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `jebi mail sync`: brings what is kept here in step, and sends what waits in the outbox.
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description =
                "Brings headers here, with --full the messages too, and sends what waits in the"
                        + " outbox.")
final class SyncCommand extends Verb {
    /// What one mailbox has that others need not have: it is gone by now, or may not be read.
    private static final Set<Failure.Kind> THIS_ONE_ONLY =
            Set.of(Failure.Kind.NOT_FOUND, Failure.Kind.REFUSED);

    @Parameters(arity = "0..*", paramLabel = "MAILBOX", description = "default: all")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"--full", "--mirror"},
            description = "the octets of all messages too: a mirror")
    private boolean full;

    @Override
    void run(Output output) throws IOException {
        withMailboxes(mailboxes -> {
            List<Outcome> sent = Outgoing.flush(account(), store(), mailboxes);
            var done = new LinkedHashMap<String, Synced>();
            boolean mirror = full || account().value("mirror").orElse("").equals("full");
            List<MailboxLine> lines = mailboxes.list();
            List<String> wanted =
                    names.isEmpty()
                            ? lines.stream()
                                    .filter(MailboxLine::selectable)
                                    .map(MailboxLine::name)
                                    .toList()
                            : names;
            try (var bar = new Bar(surroundings(), output)) {
                var depth = mirror ? Mailboxes.Depth.OCTETS : Mailboxes.Depth.HEADERS;
                for (String name : wanted) {
                    try {
                        done.put(name, mailboxes.sync(name, depth, bar));
                    } catch (Failure failure) {
                        if (!names.isEmpty() || !THIS_ONE_ONLY.contains(failure.kind())) {
                            throw failure;
                        }
                        output.note("without " + SafeText.line(name) + ": " + failure.sentence());
                    }
                }
            }
            show(output, done, sent, mailboxes.made());
        });
    }

    private void show(Output output, Map<String, Synced> done, List<Outcome> sent, List<Made> made)
            throws IOException {
        var values = new ArrayList<Value>();
        for (var entry : done.entrySet()) {
            values.add(
                    new Value.Fields()
                            .put("mailbox", entry.getKey())
                            .put("messages", store().mailbox(entry.getKey()).count())
                            .put("fresh", entry.getValue().fresh().size())
                            .put("gone", entry.getValue().gone())
                            .put("changed", entry.getValue().changed()));
        }
        List<Value> outcomes = new ArrayList<>();
        sent.forEach(outcome -> outcomes.add(Outgoing.value(outcome)));
        List<Value> changes = new ArrayList<>();
        for (Made one : made) {
            changes.add(
                    new Value.Fields()
                            .put("ref", one.change().message().toString())
                            .put("change", one.change().told())
                            .put("state", one.trouble().isEmpty() ? "done" : "failed")
                            .put("trouble", one.trouble()));
        }
        output.show(
                new Value.Fields()
                        .put("mailboxes", new Value.Rows(values))
                        .put("outbox", new Value.Rows(outcomes))
                        .put("changes", new Value.Rows(changes)),
                out -> {
                    made.forEach(one -> out.line(line(one)));
                    sent.forEach(outcome -> out.line(Outgoing.line(outcome)));
                    done.forEach((name, synced) -> out.line(line(name, synced)));
                });
    }

    private static String line(Made one) {
        return SafeText.line(one.told().orElseGet(() -> "done: " + one.change().told()));
    }

    private static String line(String name, Synced synced) {
        return SafeText.line(name)
                + ": "
                + synced.fresh().size()
                + " new, "
                + synced.gone()
                + " gone, "
                + synced.changed()
                + " changed";
    }
}
