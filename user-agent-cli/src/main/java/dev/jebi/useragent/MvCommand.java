package dev.jebi.useragent;

import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Mailboxes;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.List;

/// `jebi mail mv`: moves messages to another mailbox.
@Command(
        name = "mv",
        mixinStandardHelpOptions = true,
        description = "Moves messages to another mailbox: jebi mail mv ID… MAILBOX.")
final class MvCommand extends CarryVerb {
    @Override
    List<Mailboxes.Moved> carry(Mailboxes mailboxes, List<MessageRef> refs, String target)
            throws IOException {
        return mailboxes.move(refs, target);
    }
}
