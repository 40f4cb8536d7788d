package dev.jebi.useragent;

import dev.jebi.useragent.local.MessageRef;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail cp`: copies messages to another mailbox.
@Command(
        name = "cp",
        mixinStandardHelpOptions = true,
        description = "Copies messages to another mailbox: jebi mail cp ID… MAILBOX.")
final class CpCommand extends Verb {
    @Parameters(arity = "2..*", paramLabel = "ID… MAILBOX")
    private List<String> words = new ArrayList<>();

    @Override
    void run(Output output) throws IOException {
        List<String> ids = words.subList(0, words.size() - 1);
        String target = words.getLast();
        withMailboxes(mailboxes -> {
            List<MessageRef> refs = new Places(store(), mailboxes).refs(ids);
            Moved moved = Moved.before(store(), refs);
            moved.tell(output, mailboxes.copy(refs, target));
        });
    }
}
