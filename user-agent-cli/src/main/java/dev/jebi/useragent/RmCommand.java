package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail rm`: puts messages into the trash, or removes them for good.
@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        description = "Puts messages into the trash; those that are there already are removed.")
final class RmCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "ID")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--expunge", description = "removes them for good, at once")
    private boolean expunge;

    @Override
    void run(Output output) throws IOException {
        withMailboxes(mailboxes -> {
            List<MessageRef> refs = new Places(store(), mailboxes).refs(ids);
            String trash = expunge ? "" : mailboxes.mailboxFor("trash");
            List<MessageRef> away =
                    refs.stream().filter(r -> expunge || r.mailbox().equals(trash)).toList();
            List<MessageRef> kept = refs.stream().filter(r -> !away.contains(r)).toList();
            Moved before = Moved.before(store(), refs);
            List<Mailboxes.Moved> trashed =
                    kept.isEmpty() ? List.of() : mailboxes.move(kept, trash);
            new Origins(store()).remember(trashed);
            try {
                if (!away.isEmpty()) {
                    mailboxes.remove(away);
                }
            } catch (Failure failure) {
                if (trashed.isEmpty()) {
                    throw failure;
                }
                tell(output, before, trashed, List.of(), mailboxes.postponed());
                throw failure.after("some are in the trash");
            }
            List<String> removed = away.stream().distinct().map(MessageRef::toString).toList();
            tell(output, before, trashed, removed, mailboxes.postponed());
        });
    }

    private static void tell(
            Output output,
            Moved before,
            List<Mailboxes.Moved> trashed,
            List<String> removed,
            boolean queued) {
        var fields =
                new Value.Fields()
                        .put("trashed", new Value.Rows(before.values(trashed, false)))
                        .put("removed", removed);
        output.show(
                queued ? fields.put("queued", true) : fields,
                out -> {
                    trashed.forEach(m -> out.line(Moved.place(m)));
                    removed.forEach(id -> out.line("removed " + SafeText.line(id)));
                });
    }
}
