package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Outbox;
import dev.jebi.useragent.text.SafeText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail outbox`: what waits to be sent, and takes it back.
@Command(
        name = "outbox",
        mixinStandardHelpOptions = true,
        description = "What waits to be sent; --take-back stops a message, its draft stays.")
final class OutboxCommand extends Verb {
    @Option(names = "--take-back", paramLabel = "ID", description = "stops a message that waits")
    private @Nullable String name;

    @Override
    void run(Output output) throws IOException {
        Outbox outbox = store().outbox();
        if (name != null) {
            if (!name.matches("o[0-9a-f]{8}") || !outbox.takeBack(name)) {
                throw new Failure(
                        Failure.Kind.NOT_FOUND,
                        "there is no "
                                + SafeText.line(name)
                                + " in the outbox that can still be taken back");
            }
        }
        List<Outbox.Waiting> all = outbox.all();
        var values = new ArrayList<Value>();
        for (Outbox.Waiting waiting : all) {
            values.add(
                    new Value.Fields()
                            .put("id", waiting.name())
                            .put("due", waiting.due().toString())
                            .put("subject", waiting.subject())
                            .put("to", waiting.order().recipients())
                            .put("accepted", waiting.accepted())
                            .put("trouble", waiting.trouble()));
        }
        output.show(
                new Value.Rows(values),
                out ->
                        all.forEach(w ->
                                out.line(
                                        SafeText.line(
                                                w.name()
                                                        + "  "
                                                        + String.join(", ", w.order().recipients())
                                                        + "  "
                                                        + w.subject()
                                                        + (w.trouble().isEmpty()
                                                                ? ""
                                                                : "  (" + w.trouble() + ")")))));
    }
}
