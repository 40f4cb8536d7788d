package dev.jebi.useragent;

import dev.jebi.useragent.local.MessageRef;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail mv`: moves messages to another mailbox.
@Command(
        name = "mv",
        mixinStandardHelpOptions = true,
        description = "Moves messages to another mailbox: jebi mail mv ID… MAILBOX.")
final class MvCommand extends Verb {
    @Parameters(arity = "2..*", paramLabel = "ID… MAILBOX")
    private List<String> words = new ArrayList<>();

    @Override
    void run(Output output) throws IOException {
        List<String> ids = words.subList(0, words.size() - 1);
        String target = words.getLast();
        withMailboxes(mailboxes -> {
            List<MessageRef> refs = new Places(store(), mailboxes).refs(ids);
            Moved moved = Moved.before(store(), refs);
            moved.tell(output, mailboxes.move(refs, target));
        });
    }
}
