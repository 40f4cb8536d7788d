package dev.jebi.imapserver;

import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.command.ImapCommand;

import java.io.IOException;

/// Commands of the selected state (RFC 9051 §6.4). For one thread.
final class OnMailboxCommands {
    private final Sitting sitting;

    OnMailboxCommands(Sitting sitting) {
        this.sitting = sitting;
    }

    Completion run(String tag, SelectedMailbox view, ImapCommand.OnMailbox command)
            throws IOException {
        if (sitting.enabled().uidOnly()) {
            UidOnly.require(command);
        }
        if (speaksModSeq(command)) {
            sitting.enable(Enabled.Extension.CONDSTORE);
        }
        return switch (command) {
            case ImapCommand.Check _ -> Completion.of("CHECK completed");
            case ImapCommand.Close _ -> close(view);
            case ImapCommand.Unselect _ -> {
                sitting.deselect();
                yield Completion.of("UNSELECT completed");
            }
            case ImapCommand.Expunge expunge -> messages(view).expunge(expunge);
            case ImapCommand.Searching search -> new SearchCommands(sitting, view).run(search, tag);
            case ImapCommand.CancelUpdate cancel ->
                    new SearchCommands(sitting, view).cancel(cancel);
            case ImapCommand.Fetch fetch -> new FetchCommands(sitting, view).fetch(fetch);
            case ImapCommand.Store store -> messages(view).store(store);
            case ImapCommand.Copy copy -> messages(view).copy(copy);
            case ImapCommand.Move move -> messages(view).move(move);
            case ImapCommand.Replace replace -> new ReplaceCommand(sitting, view).replace(replace);
        };
    }

    private MessageCommands messages(SelectedMailbox view) {
        return new MessageCommands(sitting, view);
    }

    private Completion close(SelectedMailbox view) throws IOException {
        view.expungeAtClose();
        sitting.deselect();
        return Completion.of("CLOSE completed");
    }

    /// RFC 7162 §3.1: commands after which MODSEQ is part of what the client is told.
    private static boolean speaksModSeq(ImapCommand.OnMailbox command) {
        return switch (command) {
            case ImapCommand.Searching search -> search.modSeq();
            case ImapCommand.Fetch fetch ->
                    fetch.modifiers().changedSince().isPresent()
                            || fetch.items().contains(FetchItem.Plain.MODSEQ);
            case ImapCommand.Store store -> store.unchangedSince().isPresent();
            case ImapCommand.CancelUpdate _,
                    ImapCommand.Check _,
                    ImapCommand.Close _,
                    ImapCommand.Unselect _,
                    ImapCommand.Expunge _,
                    ImapCommand.Copy _,
                    ImapCommand.Move _,
                    ImapCommand.Replace _ ->
                    false;
        };
    }
}
