package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Replacing;

import java.io.IOException;
import java.util.List;

/// REPLACE (RFC 8508): a message in, another one out, in one change. EXISTS and EXPUNGE come when
/// the session updates its view. For one thread.
final class ReplaceCommand {
    private final Sitting sitting;
    private final SelectedMailbox view;

    ReplaceCommand(Sitting sitting, SelectedMailbox view) {
        this.sitting = sitting;
        this.view = view;
    }

    Completion replace(ImapCommand.Replace command) throws IOException {
        view.requireWritable();
        var numbers = view.select(command.message());
        if (numbers.isEmpty()) {
            throw gone();
        }
        var uid = view.uid(numbers.iterator().nextInt());
        var target = sitting.names().target(command.target());
        try (var catenation = new Catenation(sitting)) {
            var message = catenation.message(command.replacement());
            var limit = sitting.face().appendLimits().of(target.mailbox().id());
            if (limit.isPresent() && message.content().size() > limit.getAsLong()) {
                throw ImapRefusal.no( // RFC 7889 §4
                        ResponseCode.Word.TOOBIG,
                        "messages for this mailbox have at most " + limit.getAsLong() + " octets");
            }
            var to = sitting.names().copyTarget(command.target());
            switch (view.mailbox().replace(uid, to, message)) {
                // RFC 8508 §4.3: before the EXPUNGE response
                case Replacing.Replaced(var validity, var added) ->
                        sitting.send(
                                ImapResponse.Untagged.ok(
                                        new ResponseCode.AppendUid(validity, List.of(added)),
                                        "the replacement"));
                case Replacing.NoSuchMessage _ -> throw gone();
                case Replacing.NoSuchMailbox _ -> throw MessageCommands.noTarget(command.target());
                case Replacing.OverQuota _ -> throw MessageCommands.overQuota();
                case Replacing.TooManyKeywords _ -> throw MessageCommands.tooManyKeywords();
            }
        }
        sitting.update(true);
        return sitting.enabled().condstore() // RFC 8508 §4.5, RFC 7162 §3.2.7
                ? Completion.of(new ResponseCode.HighestModSeq(view.learnt()), "REPLACE completed")
                : Completion.of("REPLACE completed");
    }

    private static ImapRefusal gone() {
        return ImapRefusal.no(
                ResponseCode.Word.EXPUNGEISSUED, "there is no such message to be replaced");
    }
}
