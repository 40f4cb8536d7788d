package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ResponseCode;

/// What a client may not ask once it has enabled UIDONLY (RFC 9586 §3): sequence numbers.
final class UidOnly {
    private UidOnly() {}

    /// Refuses a command that names messages by sequence number, or asks for such.
    static void require(ImapCommand.OnMailbox command) {
        if (numbered(command)) {
            throw refusal();
        }
    }

    static ImapRefusal refusal() {
        return ImapRefusal.bad(
                ResponseCode.Word.UIDREQUIRED, "UIDONLY is enabled: there are no sequence numbers");
    }

    private static boolean numbered(ImapCommand.OnMailbox command) {
        return switch (command) {
            case ImapCommand.Fetch fetch -> numbered(fetch.messages());
            case ImapCommand.Store store -> numbered(store.messages());
            case ImapCommand.Copy copy -> numbered(copy.messages());
            case ImapCommand.Move move -> numbered(move.messages());
            case ImapCommand.Replace replace -> numbered(replace.message());
            case ImapCommand.Searching search -> !search.uid() || SearchKeys.numbered(search.key());
            case ImapCommand.CancelUpdate _,
                    ImapCommand.Check _,
                    ImapCommand.Close _,
                    ImapCommand.Unselect _,
                    ImapCommand.Expunge _ ->
                    false;
        };
    }

    private static boolean numbered(MessageSet messages) {
        return messages instanceof MessageSet.Numbers;
    }
}
