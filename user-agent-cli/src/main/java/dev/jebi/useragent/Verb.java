package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Connections;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// What all verbs have in common: options, how they fail, and how they reach mailboxes.
abstract class Verb implements Callable<Integer> {
    @ParentCommand private Main main = orphan();

    @Mixin private ServerOptions servers = new ServerOptions();

    @Option(names = "--json", description = "one JSON document in place of text for people")
    private boolean json;

    private @Nullable Account account;

    @SuppressWarnings("NullAway") // picocli sets it before a verb runs
    private static Main orphan() {
        return null;
    }

    /// Does what the verb says.
    abstract void run(Output output) throws MessagingException, IOException;

    @Override
    public Integer call() {
        return main.guarded(json, () -> run(main.output()));
    }

    /// The account that the options describe, over the file of accounts.
    Account account() {
        if (account == null) {
            account = servers.account(main.surroundings(), main.output().in());
        }
        return account;
    }

    Surroundings surroundings() {
        return main.surroundings();
    }

    boolean json() {
        return json;
    }

    Connections connections() {
        account().password(); // asked before a text is read from the same input
        return new Connections(account());
    }

    /// Does the work with an IMAP store that is closed afterwards.
    void withImap(Connections.Work work) throws IOException {
        connections().with(Service.IMAP, work);
    }

    /// Something to do with an open mailbox.
    interface MailboxWork {
        void on(IMAPFolder folder) throws MessagingException, IOException;
    }

    /// Does the work with a mailbox that is closed afterwards.
    static void withMailbox(Store store, String name, int mode, MailboxWork work)
            throws MessagingException, IOException {
        IMAPFolder folder = open(store, name, mode);
        try {
            work.on(folder);
        } finally {
            leave(folder);
        }
    }

    private static IMAPFolder open(Store store, String name, int mode) throws MessagingException {
        try {
            if (store.getFolder(name) instanceof IMAPFolder folder) {
                folder.open(mode);
                return folder;
            }
            throw new Failure(Failure.Kind.USAGE, "this needs an IMAP server");
        } catch (FolderNotFoundException e) {
            throw noMailbox(name, e);
        }
    }

    private static void leave(IMAPFolder folder) {
        try {
            if (folder.isOpen()) {
                folder.close(false); // true, as close() has it, removes all that others marked
            }
        } catch (MessagingException _) {
            // what was to be done is done, or has failed with better words
        }
    }

    static Failure noMailbox(String name, Exception cause) {
        return new Failure(
                Failure.Kind.NOT_FOUND,
                "there is no mailbox " + Terminal.line(name) + "; jebi mail folders shows all",
                cause);
    }

    /// The messages of one mailbox; each must be there.
    static List<Message> messages(UIDFolder folder, List<MessageRef> refs)
            throws MessagingException {
        var messages = new ArrayList<Message>();
        for (MessageRef ref : refs) {
            Message message = folder.getMessageByUID(ref.uid());
            if (message == null) {
                throw new Failure(
                        Failure.Kind.NOT_FOUND,
                        "there is no message "
                                + Terminal.line(ref.toString())
                                + "; jebi mail ls shows what there is");
            }
            messages.add(message);
        }
        return messages;
    }

    /// Something to do with messages of an open mailbox.
    interface EachMailbox {
        void on(IMAPFolder folder, List<MessageRef> refs, List<Message> messages)
                throws MessagingException, IOException;
    }

    /// Opens each mailbox that the references name and does the work there; first looks whether all
    /// are there, so that nothing is done by halves.
    static void forEachMailbox(Store store, List<MessageRef> refs, EachMailbox work)
            throws MessagingException, IOException {
        List<String> names = refs.stream().map(MessageRef::mailbox).distinct().toList();
        if (names.size() > 1) {
            for (String name : names) {
                withMailbox(
                        store, name, Folder.READ_ONLY, folder -> messages(folder, in(name, refs)));
            }
        }
        for (String name : names) {
            var inIt = in(name, refs);
            withMailbox(
                    store,
                    name,
                    Folder.READ_WRITE,
                    folder -> work.on(folder, inIt, messages(folder, inIt)));
        }
    }

    private static List<MessageRef> in(String mailbox, List<MessageRef> refs) {
        return refs.stream().filter(r -> r.mailbox().equals(mailbox)).distinct().toList();
    }
}
