package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;

import org.eclipse.angus.mail.imap.IMAPFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `jebi mail rm`: puts messages into the trash, or removes them for good.
@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        description = "Puts messages into the trash; those that are there already are removed.")
final class RmCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "ID")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--expunge", description = "removes them for good, at once")
    private boolean expunge;

    @Override
    void run(Output output) throws MessagingException, IOException {
        var refs = ids.stream().map(MessageRef::parse).toList();
        var trashed = new ArrayList<String>();
        var removed = new ArrayList<String>();
        withImap(store -> {
            String trash = expunge ? "" : trash(store);
            forEachMailbox(
                    store,
                    refs,
                    (folder, at, messages) -> {
                        if (expunge || folder.getFullName().equals(trash)) {
                            expunge(folder, messages.toArray(Message[]::new));
                            at.forEach(ref -> removed.add(ref.toString()));
                        } else {
                            trashed.addAll(MvCommand.move(store, folder, messages, trash));
                        }
                    });
        });
        if (json()) {
            output.json(g -> {
                g.writeStartObject();
                Moved.array(g, "trashed", trashed);
                Moved.array(g, "removed", removed);
                g.writeEndObject();
            });
        } else {
            trashed.forEach(id -> output.line(Terminal.line(id)));
            removed.forEach(id -> output.line("removed " + Terminal.line(id)));
        }
    }

    static void expunge(IMAPFolder folder, Message[] messages) throws MessagingException {
        folder.setFlags(messages, new Flags(Flags.Flag.DELETED), true);
        folder.expunge(messages); // UID EXPUNGE (RFC 4315): what others marked stays
    }

    private static String trash(Store store) throws MessagingException {
        for (Folder folder : store.getDefaultFolder().list("*")) {
            if (folder instanceof IMAPFolder imap
                    && Arrays.stream(imap.getAttributes()).anyMatch("\\Trash"::equalsIgnoreCase)) {
                return folder.getFullName();
            }
        }
        if (store.getFolder("Trash").exists()) {
            return "Trash";
        }
        throw new Failure(
                Failure.Kind.NOT_FOUND, "this account has no trash; --expunge removes for good");
    }
}
