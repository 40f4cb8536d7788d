package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Appending;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// APPEND (RFC 9051 §6.3.12), of several messages all or nothing (RFC 3502). For one thread.
final class AppendCommand {
    private final ImapFace face;
    private final Names names;

    AppendCommand(ImapFace face, Names names) {
        this.face = face;
        this.names = names;
    }

    Completion append(ImapCommand.Append command) throws IOException {
        try (var opened = names.open(names.target(command.mailbox()))) {
            return switch (opened.mailbox().append(messages(command))) {
                case Appending.Appended(var validity, var uids) ->
                        Completion.of(
                                new ResponseCode.AppendUid(validity, uids), "APPEND completed");
                case Appending.NoSuchMailbox _ -> throw MessageCommands.noTarget(command.mailbox());
                case Appending.OverQuota _ -> throw MessageCommands.overQuota();
                case Appending.TooManyKeywords _ -> throw MessageCommands.tooManyKeywords();
            };
        }
    }

    private List<NewMessage> messages(ImapCommand.Append command) throws IOException {
        var now = face.clock().instant();
        var messages = new ArrayList<NewMessage>();
        for (var message : command.messages()) {
            var head = MessageParser.parse(message.content(), MimeLimits.STANDARD);
            messages.add(
                    new NewMessage(
                            message.content(),
                            head,
                            message.flags(),
                            message.internalDate().orElse(now)));
        }
        return messages;
    }
}
