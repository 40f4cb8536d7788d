package dev.jebi.useragent;

import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;

import org.eclipse.angus.mail.imap.IMAPFolder;

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

    @SuppressWarnings("NullAway") // picocli sets it before a verb runs
    private static Main orphan() {
        return null;
    }

    /// Does what the verb says.
    abstract void run(Output output) throws MessagingException, IOException;

    @Override
    public Integer call() {
        try {
            run(main.output());
            return 0;
        } catch (Failure failure) {
            main.output().failure(failure, json);
            return failure.kind().exitCode();
        } catch (MessagingException e) {
            Failure failure = Connections.failure(e, servers.endpoint(service()));
            main.output().failure(failure, json);
            return failure.kind().exitCode();
        } catch (IOException e) {
            var failure = new Failure(Failure.Kind.TRY_AGAIN, "it failed: " + e, e);
            main.output().failure(failure, json);
            return failure.kind().exitCode();
        }
    }

    /// The service that this verb speaks to first.
    Service service() {
        return Service.IMAP;
    }

    ServerOptions servers() {
        return servers;
    }

    boolean json() {
        return json;
    }

    Connections connections(Output output) {
        return new Connections(servers, servers.password(output.in()));
    }

    /// Something to do with an open store.
    interface Work {
        void on(Store store) throws MessagingException, IOException;
    }

    /// Does the work with an IMAP store that is closed afterwards.
    void withImap(Output output, Work work) throws MessagingException, IOException {
        try (Store store = connections(output).store(Service.IMAP)) {
            work.on(store);
        }
    }

    /// A mailbox, open.
    static IMAPFolder open(Store store, String name, int mode) throws MessagingException {
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

    static Failure noMailbox(String name, Exception cause) {
        return new Failure(
                Failure.Kind.NOT_FOUND,
                "there is no mailbox " + name + "; jebi mail folders shows all",
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
                        "there is no message " + ref + "; jebi mail ls shows what there is");
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

    /// Opens each mailbox that the references name and does the work there.
    static void forEachMailbox(Store store, List<MessageRef> refs, EachMailbox work)
            throws MessagingException, IOException {
        for (String name : refs.stream().map(MessageRef::mailbox).distinct().toList()) {
            var inIt = refs.stream().filter(r -> r.mailbox().equals(name)).toList();
            try (IMAPFolder folder = open(store, name, Folder.READ_WRITE)) {
                work.on(folder, inIt, messages(folder, inIt));
            }
        }
    }
}
