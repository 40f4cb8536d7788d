package dev.jebi.useragent;

import dev.jebi.useragent.local.MessageRef;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;

import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail mv`: moves messages to another mailbox.
@Command(
        name = "mv",
        mixinStandardHelpOptions = true,
        description = "Moves messages to another mailbox: jebi mail mv ID… MAILBOX.")
final class MvCommand extends Verb {
    @Parameters(arity = "2..*", paramLabel = "ID… MAILBOX")
    private List<String> words = new ArrayList<>();

    @Override
    void run(Output output) throws MessagingException, IOException {
        var refs = words.subList(0, words.size() - 1).stream().map(MessageRef::parse).toList();
        String target = words.getLast();
        var moved = new ArrayList<String>();
        withImap(store ->
                forEachMailbox(
                        store,
                        refs,
                        (folder, ids, messages) ->
                                moved.addAll(move(store, folder, messages, target))));
        Moved.tell(output, json(), target, moved);
    }

    /// Moves, and tells the new ids where the server tells them (RFC 4315).
    static List<String> move(Store store, IMAPFolder from, List<Message> messages, String target)
            throws MessagingException {
        Folder to = store.getFolder(target);
        if (!to.exists()) {
            throw noMailbox(target, new MessagingException(target));
        }
        Message[] all = messages.toArray(Message[]::new);
        AppendUID[] uids;
        if (store instanceof IMAPStore imap && !imap.hasCapability("MOVE")) {
            uids = from.copyUIDMessages(all, to);
            RmCommand.expunge(from, all);
        } else {
            uids = from.moveUIDMessages(all, to); // RFC 6851
        }
        var moved = new ArrayList<String>();
        for (AppendUID uid : uids == null ? new AppendUID[0] : uids) {
            if (uid != null) {
                moved.add(new MessageRef(target, uid.uid).toString());
            }
        }
        return moved;
    }
}
