package dev.jebi.useragent;

import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `jebi mail folders`: the mailboxes with what is in them.
@Command(
        name = "folders",
        mixinStandardHelpOptions = true,
        description = "The mailboxes with what is in them.")
final class FoldersCommand extends Verb {
    @Option(names = "--offline", description = "as they were last listed, without a server")
    private boolean offline;

    @Override
    void run(Output output) throws IOException {
        var lines = new ArrayList<MailboxLine>();
        if (offline) {
            lines.addAll(store().mailboxes());
        } else {
            withMailboxes(mailboxes -> lines.addAll(mailboxes.list()));
        }
        var values = new ArrayList<Value>();
        for (MailboxLine line : lines) {
            values.add(
                    new Value.Fields()
                            .put("name", line.name())
                            .put("use", line.use())
                            .put("messages", line.messages())
                            .put("unseen", line.unseen())
                            .put("selectable", line.selectable()));
        }
        output.show(new Value.Rows(values), out -> print(out, lines));
    }

    private static void print(Output output, List<MailboxLine> lines) {
        int width =
                lines.stream()
                        .mapToInt(r -> Columns.width(SafeText.line(r.name())))
                        .max()
                        .orElse(0);
        for (MailboxLine line : lines) {
            output.line(
                    (Columns.fit(SafeText.line(line.name()), width)
                                    + String.format(
                                            Locale.ROOT,
                                            " %7d %7d unseen  ",
                                            line.messages(),
                                            line.unseen())
                                    + line.use())
                            .stripTrailing());
        }
    }
}
