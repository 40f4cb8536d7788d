package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Appending;
import dev.jebi.mailstore.NewMessage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// APPEND (RFC 9051 §6.3.12), of several messages all or nothing (RFC 3502). For one thread.
final class AppendCommand {
    private final Sitting sitting;
    private final Names names;

    AppendCommand(Sitting sitting) {
        this.sitting = sitting;
        this.names = sitting.names();
    }

    Completion append(ImapCommand.Append command) throws IOException {
        try (var opened = names.open(names.target(command.mailbox()));
                var catenation = new Catenation(sitting)) {
            return switch (opened.mailbox().append(messages(command, catenation))) {
                case Appending.Appended(var validity, var uids) ->
                        Completion.of(
                                new ResponseCode.AppendUid(validity, uids), "APPEND completed");
                case Appending.NoSuchMailbox _ -> throw MessageCommands.noTarget(command.mailbox());
                case Appending.OverQuota _ -> throw MessageCommands.overQuota();
                case Appending.TooManyKeywords _ -> throw MessageCommands.tooManyKeywords();
            };
        }
    }

    private static List<NewMessage> messages(ImapCommand.Append command, Catenation catenation)
            throws IOException {
        var messages = new ArrayList<NewMessage>();
        for (var message : command.messages()) {
            messages.add(catenation.message(message));
        }
        return messages;
    }
}
