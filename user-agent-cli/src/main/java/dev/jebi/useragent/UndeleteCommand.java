package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Progress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail undelete`: brings messages back from the trash; without any, shows what is there.
@Command(
        name = "undelete",
        mixinStandardHelpOptions = true,
        description =
                "Brings messages back from the trash to where they were; without any, shows what"
                        + " there is.")
final class UndeleteCommand extends Verb {
    @Parameters(arity = "0..*", paramLabel = "ID")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "MAILBOX",
            description = "where to; default: where they were, else INBOX")
    private @Nullable String target;

    @Option(names = "--limit", paramLabel = "N", description = "shows at most so many")
    private int limit = Listing.LIMIT;

    @Override
    void run(Output output) throws IOException {
        if (limit < 1) {
            throw new Failure(Failure.Kind.USAGE, "--limit takes a number from 1 on");
        }
        withMailboxes(mailboxes -> {
            String trash = mailboxes.mailboxFor("trash");
            if (ids.isEmpty()) {
                mailboxes.sync(trash, Mailboxes.Depth.NEWEST, Progress.NONE);
                List<Envelope> rows = store().mailbox(trash).newest(limit);
                output.show(RowText.values(rows), out -> RowText.lines(out, rows));
                return;
            }
            List<MessageRef> refs = new Places(store(), mailboxes).refs(ids);
            Moved before = Moved.before(store(), refs);
            var back = new ArrayList<Mailboxes.Moved>();
            var origins = new Origins(store());
            for (MessageRef ref : refs) {
                String to = target != null ? target : origins.of(ref).orElse("INBOX");
                try {
                    // what is not in the trash is in a copy that the server keeps: it stays there
                    back.addAll(
                            ref.mailbox().equals(trash)
                                    ? mailboxes.move(List.of(ref), to)
                                    : mailboxes.copy(List.of(ref), to));
                } catch (Failure failure) {
                    if (back.isEmpty()) {
                        throw failure;
                    }
                    before.tell(output, back, mailboxes.postponed());
                    throw failure.after("some are back");
                }
            }
            before.tell(output, back, mailboxes.postponed());
        });
    }
}
