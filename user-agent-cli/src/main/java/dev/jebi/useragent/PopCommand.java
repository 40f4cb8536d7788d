package dev.jebi.useragent;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;

import org.eclipse.angus.mail.pop3.POP3Folder;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail pop`: fetches mail to a file of one's own, and deletes it on the server (cut and
/// paste), or keeps it there. A message is on the disk, synced, before its deletion is asked for.
@Command(
        name = "pop",
        mixinStandardHelpOptions = true,
        description =
                "Fetches mail by POP3 to an mbox file or a Maildir, and deletes it on the server.")
final class PopCommand extends Verb {
    /// Where it goes.
    static final class Target {
        @Option(names = "--mbox", paramLabel = "FILE", description = "appends to this mbox file")
        private @Nullable Path mbox;

        @Option(names = "--maildir", paramLabel = "DIR", description = "puts it into this Maildir")
        private @Nullable Path maildir;
    }

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(
            names = "--keep",
            description = "leaves it on the server; next time only new mail comes")
    private boolean keep;

    @Override
    Service service() {
        return Service.POP3;
    }

    @Override
    void run(Output output) throws MessagingException, IOException {
        Endpoint endpoint = servers().endpoint(Service.POP3);
        var seen = SeenUidls.of(servers().user(), endpoint);
        var fetched = new ArrayList<String>();
        int deleted = 0;
        try (Store store = connections(output).store(Service.POP3);
                Drop drop = drop()) {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            boolean done = false;
            try {
                var stored = fetch(inbox, drop, seen, fetched);
                drop.sync();
                seen.write();
                if (!keep) {
                    for (Message message : stored) {
                        message.setFlag(Flags.Flag.DELETED, true);
                    }
                    deleted = stored.size();
                }
                done = true;
            } finally {
                inbox.close(done); // QUIT, which is what deletes (RFC 1939 §6)
            }
        }
        tell(output, fetched, deleted);
    }

    private Drop drop() throws IOException {
        if (target.mbox != null) {
            return new MboxDrop(target.mbox);
        }
        if (target.maildir != null) {
            return new MaildirDrop(target.maildir);
        }
        throw new Failure(Failure.Kind.USAGE, "say where it goes: --mbox FILE or --maildir DIR");
    }

    /// Stores what is new; what an earlier run stored and could not delete is deleted now.
    private static List<Message> fetch(
            Folder inbox, Drop drop, SeenUidls seen, List<String> fetched)
            throws MessagingException, IOException {
        var stored = new ArrayList<Message>();
        for (Message message : inbox.getMessages()) {
            String uidl = inbox instanceof POP3Folder pop3 ? pop3.getUID(message) : null;
            if (uidl == null || !seen.contains(uidl)) {
                var octets = new ByteArrayOutputStream(Math.max(message.getSize(), 32));
                message.writeTo(octets);
                drop.put(octets.toByteArray());
                fetched.add(HeaderWords.decode(Addresses.text(message, "Subject")));
            }
            if (uidl != null) {
                seen.add(uidl);
            }
            stored.add(message);
        }
        return stored;
    }

    private void tell(Output output, List<String> fetched, int deleted) {
        if (json()) {
            output.json(g -> {
                g.writeStartObject();
                g.writeNumberProperty("fetched", fetched.size());
                g.writeNumberProperty("deleted", deleted);
                g.writeName("subjects");
                g.writeStartArray();
                fetched.forEach(g::writeString);
                g.writeEndArray();
                g.writeEndObject();
            });
        } else {
            output.line(
                    "fetched "
                            + fetched.size()
                            + (keep
                                    ? ", kept on the server"
                                    : ", deleted " + deleted + " on the server"));
        }
    }
}
