package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `jebi mail flag`: sets and clears flags.
@Command(
        name = "flag",
        description = "Sets and clears flags: jebi mail flag ID… +seen -flagged +keyword.")
final class FlagCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "ID… +FLAG… -FLAG…")
    private List<String> words = new ArrayList<>();

    // no -h and -V here: they would be keywords to clear
    @Option(names = "--help", usageHelp = true, description = "shows this")
    private boolean unusedHelp; // picocli asks for it

    @Override
    void run(Output output) throws IOException {
        var ids = new ArrayList<String>();
        var set = new ArrayList<String>();
        var clear = new ArrayList<String>();
        for (String word : words) {
            if (word.startsWith("+")) {
                set.add(flag(word.substring(1)));
            } else if (word.startsWith("-")) {
                clear.add(flag(word.substring(1)));
            } else {
                ids.add(word);
            }
        }
        if (ids.isEmpty() || (set.isEmpty() && clear.isEmpty())) {
            throw new Failure(
                    Failure.Kind.USAGE, "say which messages and which flags: INBOX:12 +seen");
        }
        withMailboxes(mailboxes -> {
            List<MessageRef> refs = new Places(store(), mailboxes).refs(ids);
            Map<MessageRef, List<String>> now = mailboxes.flag(refs, set, clear);
            show(output, now, mailboxes.postponed());
        });
    }

    private void show(Output output, Map<MessageRef, List<String>> now, boolean queued)
            throws IOException {
        var values = new ArrayList<Value>();
        for (var entry : now.entrySet()) {
            var fields =
                    Moved.named(store(), entry.getKey(), new Value.Fields())
                            .put("ref", entry.getKey().toString())
                            .put("flags", entry.getValue());
            values.add(queued ? fields.put("queued", true) : fields);
        }
        output.show(
                new Value.Rows(values),
                out ->
                        now.forEach((ref, flags) ->
                                out.line(SafeText.line(ref + "\t" + String.join(" ", flags)))));
    }

    private static String flag(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "seen", "answered", "flagged", "deleted", "draft" -> lower;
            case "read" -> "seen";
            default -> {
                if (word.startsWith("-") || !word.matches("[A-Za-z0-9$_.-]{1,64}")) {
                    throw new Failure(Failure.Kind.USAGE, "'" + word + "' is no flag");
                }
                yield word;
            }
        };
    }
}
