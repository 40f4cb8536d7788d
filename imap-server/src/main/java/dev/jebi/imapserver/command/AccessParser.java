package dev.jebi.imapserver.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Reads the commands about access lists (RFC 4314 §3, §7).
final class AccessParser {
    private final Tokens tokens;

    AccessParser(Tokens tokens) {
        this.tokens = tokens;
    }

    ImapCommand setAcl() throws IOException {
        tokens.space();
        var mailbox = tokens.mailbox();
        tokens.space();
        String identifier = text();
        tokens.space();
        return new ImapCommand.SetAcl(mailbox, identifier, text());
    }

    ImapCommand deleteAcl() throws IOException {
        tokens.space();
        var mailbox = tokens.mailbox();
        tokens.space();
        return new ImapCommand.DeleteAcl(mailbox, text());
    }

    ImapCommand getAcl() throws IOException {
        tokens.space();
        return new ImapCommand.GetAcl(tokens.mailbox());
    }

    ImapCommand listRights() throws IOException {
        tokens.space();
        var mailbox = tokens.mailbox();
        tokens.space();
        return new ImapCommand.ListRights(mailbox, text());
    }

    ImapCommand myRights() throws IOException {
        tokens.space();
        return new ImapCommand.MyRights(tokens.mailbox());
    }

    private String text() throws IOException {
        return Tokens.decode(tokens.astring(), StandardCharsets.UTF_8);
    }
}
