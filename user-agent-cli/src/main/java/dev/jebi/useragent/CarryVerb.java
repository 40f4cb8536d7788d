package dev.jebi.useragent;

import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Mailboxes;

import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What `mv` and `cp` have in common: messages, and the mailbox where they are wanted.
abstract class CarryVerb extends Verb {
    @Parameters(arity = "2..*", paramLabel = "ID… MAILBOX")
    private List<String> words = new ArrayList<>();

    /// Does it, and tells where they are then.
    abstract List<Mailboxes.Moved> carry(Mailboxes mailboxes, List<MessageRef> refs, String target)
            throws IOException;

    @Override
    final void run(Output output) throws IOException {
        List<String> ids = words.subList(0, words.size() - 1);
        withMailboxes(mailboxes -> {
            List<MessageRef> refs = new Places(store(), mailboxes).refs(ids);
            Moved moved = Moved.before(store(), refs);
            List<Mailboxes.Moved> carried = carry(mailboxes, refs, words.getLast());
            moved.tell(output, carried, mailboxes.postponed());
        });
    }
}
