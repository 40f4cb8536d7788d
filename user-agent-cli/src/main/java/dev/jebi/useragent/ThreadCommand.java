package dev.jebi.useragent;

import dev.jebi.useragent.local.Conversations;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.online.Mailboxes;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail thread`: the conversation that a message belongs to, from all mailboxes.
@Command(
        name = "thread",
        mixinStandardHelpOptions = true,
        description = "The conversation of a message, from all mailboxes, the oldest first.")
final class ThreadCommand extends Verb {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--offline", description = "from what is kept here only")
    private boolean offline;

    @Override
    void run(Output output) throws IOException {
        var rows = new ArrayList<Envelope>();
        withMailboxes(mailboxes -> {
            if (!offline) {
                try (var bar = new Bar(surroundings(), output)) {
                    for (MailboxLine line : mailboxes.list()) {
                        if (line.selectable() && line.messages() > 0) {
                            mailboxes.sync(line.name(), Mailboxes.Depth.NEWEST, bar);
                        }
                    }
                }
            }
            Envelope row = new Places(store(), mailboxes).row(id);
            rows.addAll(new Conversations(store()).of(row));
        });
        List<Envelope> all = List.copyOf(rows);
        output.show(RowText.values(all), out -> RowText.lines(out, all));
    }
}
