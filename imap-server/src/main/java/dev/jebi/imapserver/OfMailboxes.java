package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;

import java.io.IOException;

/// Runs the commands about who may use mailboxes and what is noted of them. For one thread.
final class OfMailboxes {
    private final AccessCommands access;
    private final MetadataCommands metadata;

    OfMailboxes(ImapFace face, Names names, Responder out) {
        this.access = new AccessCommands(face, names, out);
        this.metadata = new MetadataCommands(face, names, out);
    }

    Completion run(ImapCommand.OfMailboxes command) throws IOException {
        return switch (command) {
            case ImapCommand.SetAcl set -> access.setAcl(set);
            case ImapCommand.DeleteAcl delete -> access.deleteAcl(delete);
            case ImapCommand.GetAcl get -> access.getAcl(get);
            case ImapCommand.ListRights list -> access.listRights(list);
            case ImapCommand.MyRights mine -> access.myRights(mine);
            case ImapCommand.GetMetadata get -> metadata.get(get);
            case ImapCommand.SetMetadata set -> metadata.set(set);
        };
    }
}
