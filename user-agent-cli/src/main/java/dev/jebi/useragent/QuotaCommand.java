package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.MessagingException;
import jakarta.mail.Quota;
import jakarta.mail.QuotaAwareStore;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `jebi mail quota`: how full the account is.
@Command(name = "quota", mixinStandardHelpOptions = true, description = "How full the account is.")
final class QuotaCommand extends Verb {
    private static final int BAR = 20;

    private record Row(String resource, long used, long limit) {
        long percent() {
            return limit == 0 ? 0 : used * 100 / limit;
        }
    }

    @Override
    void run(Output output) throws MessagingException, IOException {
        var rows = new ArrayList<Row>();
        withImap(store -> {
            if (!(store instanceof QuotaAwareStore aware)) {
                throw new Failure(Failure.Kind.BAD_DATA, "this server knows no quota (RFC 9208)");
            }
            for (Quota quota : aware.getQuota("INBOX")) {
                for (Quota.Resource resource :
                        quota.resources == null ? new Quota.Resource[0] : quota.resources) {
                    rows.add(row(resource));
                }
            }
        });
        if (json()) {
            output.json(g -> write(g, rows));
        } else if (rows.isEmpty()) {
            output.line("no limit");
        } else {
            rows.forEach(row -> output.line(line(row)));
        }
    }

    private static Row row(Quota.Resource resource) {
        boolean storage = resource.name.equalsIgnoreCase("STORAGE"); // in KiB (RFC 9208 §5.1)
        long unit = storage ? 1_024 : 1;
        return new Row(
                storage
                        ? "storage"
                        : resource.name.equalsIgnoreCase("MESSAGE") ? "messages" : resource.name,
                resource.usage * unit,
                resource.limit * unit);
    }

    private static void write(tools.jackson.core.JsonGenerator g, List<Row> rows) {
        g.writeStartArray();
        for (Row row : rows) {
            g.writeStartObject();
            g.writeStringProperty("resource", row.resource());
            g.writeNumberProperty("used", row.used());
            g.writeNumberProperty("limit", row.limit());
            g.writeNumberProperty("percent", row.percent());
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static String line(Row row) {
        int filled = Math.clamp(row.percent() * BAR / 100, 0, BAR);
        boolean storage = row.resource().equals("storage");
        return String.format(
                Locale.ROOT,
                "%-9s [%s%s] %3d %%  %s of %s",
                Terminal.line(row.resource()),
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                row.percent(),
                storage ? Terminal.size(row.used()) : row.used(),
                storage ? Terminal.size(row.limit()) : row.limit());
    }
}
