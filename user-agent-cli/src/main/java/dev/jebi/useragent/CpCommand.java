package dev.jebi.useragent;

import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Mailboxes;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.List;

/// `jebi mail cp`: copies messages to another mailbox.
@Command(
        name = "cp",
        mixinStandardHelpOptions = true,
        description = "Copies messages to another mailbox: jebi mail cp ID… MAILBOX.")
final class CpCommand extends CarryVerb {
    @Override
    List<Mailboxes.Moved> carry(Mailboxes mailboxes, List<MessageRef> refs, String target)
            throws IOException {
        return mailboxes.copy(refs, target);
    }
}
