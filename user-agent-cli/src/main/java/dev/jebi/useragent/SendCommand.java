package dev.jebi.useragent;

import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.online.Connections;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.Address;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `jebi mail send`: writes a message and hands it to the submission server.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends a message; the body comes from --body, --editor or standard input.")
final class SendCommand extends Verb {
    @Option(names = "--to", paramLabel = "ADDRESS", description = "to whom")
    private List<String> to = new ArrayList<>();

    @Option(names = "--cc", paramLabel = "ADDRESS", description = "who gets a copy")
    private List<String> cc = new ArrayList<>();

    @Option(names = "--bcc", paramLabel = "ADDRESS", description = "who gets a copy unseen")
    private List<String> bcc = new ArrayList<>();

    @Option(names = "--from", paramLabel = "ADDRESS", description = "from whom; default: --user")
    private @Nullable String from;

    @Option(names = "--subject", paramLabel = "TEXT", description = "what it is about")
    private String subject = "";

    @Option(names = "--attach", paramLabel = "FILE", description = "a file that goes with it")
    private List<Path> attachments = new ArrayList<>();

    @Option(names = "--body", paramLabel = "TEXT", description = "the text")
    private @Nullable String body;

    @Option(names = "--editor", description = "opens $VISUAL or $EDITOR on the text")
    private boolean editor;

    @Option(
            names = "--in-reply-to",
            paramLabel = "MESSAGE-ID",
            description = "the Message-ID that this answers")
    private @Nullable String inReplyTo;

    @Option(names = "--no-copy", description = "keeps no copy in the mailbox for sent mail")
    private boolean noCopy;

    @Override
    void run(Output output) throws MessagingException, IOException {
        var draft = draft();
        var recipients =
                Stream.of(draft.to(), draft.cc(), Addresses.parse(bcc))
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
        if (recipients.isEmpty()) {
            throw new Failure(Failure.Kind.USAGE, "nobody is to get it; give --to ADDRESS");
        }
        for (Path file : attachments) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new Failure(Failure.Kind.BAD_DATA, file + " cannot be read as a file");
            }
        }
        var connections = connections();
        boolean utf8 =
                Addresses.international(recipients)
                        || Addresses.international(List.of(draft.from()));
        var session = connections.submission(utf8);
        var message = Composition.message(session, draft, text(output));
        var refused = submit(connections, session, message, recipients);
        boolean copied = !noCopy && copy(output, connections, message);
        tell(output, message.getMessageID(), recipients, refused, copied);
    }

    private Composition.Draft draft() {
        var authors =
                Addresses.parse(List.of(Optional.ofNullable(from).orElseGet(account()::user)));
        if (authors.size() != 1) {
            throw new Failure(Failure.Kind.USAGE, "--from takes one address");
        }
        return new Composition.Draft(
                authors.getFirst(),
                Addresses.parse(to),
                Addresses.parse(cc),
                subject,
                attachments,
                Optional.ofNullable(inReplyTo));
    }

    private String text(Output output) throws IOException {
        if (body != null) {
            return body;
        }
        if (editor) {
            return Editor.edit(surroundings(), "");
        }
        if (surroundings().terminal()) {
            output.note("write the text; Ctrl-D on a line of its own ends it");
        }
        return ServerOptions.text(output.in());
    }

    /// Sends, and gives back who was refused; fails when everybody was.
    private static List<String> submit(
            Connections connections,
            Session session,
            MimeMessage message,
            List<InternetAddress> recipients) {
        try {
            connections.submit(session, message, recipients.toArray(Address[]::new));
            return List.of();
        } catch (SendFailedException e) {
            Address[] sent = e.getValidSentAddresses();
            if (sent == null || sent.length == 0) {
                throw refusal(e);
            }
            var got = Stream.of(sent).map(SendCommand::bare).toList();
            return recipients.stream()
                    .map(InternetAddress::getAddress)
                    .filter(a -> !got.contains(a))
                    .toList();
        }
    }

    private static String bare(Address address) {
        return address instanceof InternetAddress internet
                ? internet.getAddress()
                : address.toString();
    }

    /// For now where every reply said so (RFC 5321 §4.2.1), else for good.
    private static Failure refusal(SendFailedException fault) {
        var codes = new ArrayList<Integer>();
        String said = String.valueOf(fault.getMessage());
        for (Exception e = fault; e != null; ) {
            if (e instanceof SMTPAddressFailedException address) {
                codes.add(address.getReturnCode());
                said = address.getAddress().getAddress() + ": " + address.getMessage();
            } else if (e instanceof SMTPSenderFailedException sender) {
                codes.add(sender.getReturnCode());
                said = String.valueOf(sender.getMessage());
            } else if (e instanceof SMTPSendFailedException send && send.getReturnCode() >= 400) {
                codes.add(send.getReturnCode());
                said = String.valueOf(send.getMessage());
            }
            e = e instanceof MessagingException m ? m.getNextException() : null;
        }
        boolean later = !codes.isEmpty() && codes.stream().allMatch(c -> c >= 400 && c < 500);
        return new Failure(
                later ? Failure.Kind.TRY_AGAIN : Failure.Kind.REFUSED,
                "the server refused it: " + Terminal.line(said).strip(),
                fault);
    }

    /// A copy that cannot be kept is told and no failure: the message is on its way.
    private boolean copy(Output output, Connections connections, MimeMessage message) {
        try {
            if (account().named(Service.IMAP).isEmpty()
                    && !account().endpoint(Service.SMTP).loopback()) {
                // the password is for that server and not for one that this machine may have
                output.note("it was sent, but no copy is kept; --imap HOST:PORT says where");
                return false;
            }
            var octets = new ByteArrayOutputStream();
            message.writeTo(octets);
            var copy =
                    new MimeMessage((Session) null, new ByteArrayInputStream(octets.toByteArray()));
            copy.setFlag(Flags.Flag.SEEN, true);
            connections.with(
                    Service.IMAP, store -> sent(store).appendMessages(new Message[] {copy}));
            return true;
        } catch (MessagingException | IOException | RuntimeException e) {
            output.note("it was sent, but no copy is kept: " + e.getMessage());
            return false;
        }
    }

    private static Folder sent(Store store) throws MessagingException {
        for (Folder folder : store.getDefaultFolder().list("*")) {
            if (folder instanceof IMAPFolder imap
                    && Arrays.stream(imap.getAttributes()).anyMatch("\\Sent"::equalsIgnoreCase)) {
                return folder;
            }
        }
        Folder sent = store.getFolder("Sent");
        if (!sent.exists()) {
            sent.create(Folder.HOLDS_MESSAGES);
        }
        return sent;
    }

    private void tell(
            Output output,
            String id,
            List<InternetAddress> recipients,
            List<String> refused,
            boolean copied) {
        var accepted =
                recipients.stream()
                        .map(InternetAddress::getAddress)
                        .filter(a -> !refused.contains(a))
                        .toList();
        if (json()) {
            output.json(g -> {
                g.writeStartObject();
                g.writeStringProperty("message-id", id);
                Moved.array(g, "accepted", accepted);
                Moved.array(g, "refused", refused);
                g.writeBooleanProperty("copied", copied);
                g.writeEndObject();
            });
        } else {
            output.line(Terminal.line("sent " + id + " to " + String.join(", ", accepted)));
        }
        if (!refused.isEmpty()) {
            throw new Failure(
                    Failure.Kind.REFUSED,
                    "refused: " + String.join(", ", refused) + "; the others get it");
        }
    }
}
