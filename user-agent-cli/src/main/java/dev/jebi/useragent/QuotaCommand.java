package dev.jebi.useragent;

import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.online.Mailboxes.QuotaLine;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `jebi mail quota`: how full the account is.
@Command(name = "quota", mixinStandardHelpOptions = true, description = "How full the account is.")
final class QuotaCommand extends Verb {
    private static final int BAR = 20;

    @Override
    void run(Output output) throws IOException {
        withMailboxes(mailboxes -> {
            List<QuotaLine> lines = mailboxes.quota();
            var values = new ArrayList<Value>();
            for (QuotaLine line : lines) {
                values.add(
                        new Value.Fields()
                                .put("resource", line.resource())
                                .put("used", line.used())
                                .put("limit", line.limit())
                                .put("percent", line.percent()));
            }
            output.show(
                    new Value.Rows(values),
                    out -> {
                        if (lines.isEmpty()) {
                            out.line("no limit");
                        }
                        lines.forEach(line -> out.line(line(line)));
                    });
        });
    }

    private static String line(QuotaLine row) {
        int filled = Math.clamp(row.percent() * BAR / 100, 0, BAR);
        boolean storage = row.resource().equals("storage");
        return String.format(
                Locale.ROOT,
                "%-9s [%s%s] %3d %%  %s of %s",
                SafeText.line(row.resource()),
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                row.percent(),
                storage ? SafeText.size(row.used()) : row.used(),
                storage ? SafeText.size(row.limit()) : row.limit());
    }
}
