package dev.jebi.useragent;

import jakarta.mail.Address;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
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
    Service service() {
        return Service.SMTP;
    }

    @Override
    void run(Output output) throws MessagingException, IOException {
        if (to.isEmpty() && cc.isEmpty() && bcc.isEmpty()) {
            throw new Failure(Failure.Kind.USAGE, "nobody is to get it; give --to ADDRESS");
        }
        for (Path file : attachments) {
            if (!Files.isReadable(file)) {
                throw new Failure(Failure.Kind.BAD_DATA, file + " cannot be read");
            }
        }
        var connections = connections(output);
        var session = connections.session(Service.SMTP, servers().endpoint(Service.SMTP));
        var message = Composition.message(session, draft(output));
        Address[] recipients =
                Stream.of(to, cc, bcc)
                        .flatMap(given -> Addresses.parse(given).stream())
                        .distinct()
                        .toArray(Address[]::new);
        var refused = submit(connections, message, recipients);
        boolean copied = !noCopy && copy(output, connections, message);
        tell(output, message, recipients, refused, copied);
    }

    private Composition.Draft draft(Output output) throws IOException {
        String text =
                body != null ? body : editor ? Editor.edit("") : ServerOptions.text(output.in());
        return new Composition.Draft(
                Optional.ofNullable(from).orElseGet(servers()::user),
                to,
                cc,
                subject,
                text,
                attachments,
                Optional.ofNullable(inReplyTo));
    }

    /// Sends, and gives back who was refused; fails when everybody was.
    private List<String> submit(Connections connections, MimeMessage message, Address[] recipients)
            throws MessagingException {
        try (Transport transport = connections.transport()) {
            transport.sendMessage(message, recipients);
            return List.of();
        } catch (SendFailedException e) {
            Address[] sent = e.getValidSentAddresses();
            if (sent == null || sent.length == 0) {
                throw refusal(e);
            }
            return Stream.of(e.getInvalidAddresses(), e.getValidUnsentAddresses())
                    .filter(java.util.Objects::nonNull)
                    .flatMap(Arrays::stream)
                    .map(Address::toString)
                    .toList();
        }
    }

    private static Failure refusal(SendFailedException fault) {
        int code = 0;
        String said = String.valueOf(fault.getMessage());
        for (Exception e = fault; e != null; ) {
            if (e instanceof SMTPAddressFailedException address) {
                code = address.getReturnCode();
                said = address.getAddress() + ": " + address.getMessage();
            } else if (e instanceof SMTPSendFailedException send) {
                code = send.getReturnCode();
                said = String.valueOf(send.getMessage());
            }
            e = e instanceof MessagingException m ? m.getNextException() : null;
        }
        return new Failure(
                code >= 400 && code < 500 ? Failure.Kind.TRY_AGAIN : Failure.Kind.REFUSED,
                "the server refused it: " + Terminal.line(said).strip(),
                fault);
    }

    /// A copy that cannot be kept is told and no failure: the message is on its way.
    private boolean copy(Output output, Connections connections, MimeMessage message)
            throws IOException {
        try (Store store = connections.store(Service.IMAP)) {
            Folder sent = sent(store);
            var octets = new ByteArrayOutputStream();
            message.writeTo(octets);
            var copy =
                    new MimeMessage((Session) null, new ByteArrayInputStream(octets.toByteArray()));
            copy.setFlag(Flags.Flag.SEEN, true);
            sent.appendMessages(new Message[] {copy});
            return true;
        } catch (MessagingException | Failure e) {
            output.note(
                    "it was sent, but no copy is kept: "
                            + Terminal.line(String.valueOf(e.getMessage())));
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
            MimeMessage message,
            Address[] recipients,
            List<String> refused,
            boolean copied)
            throws MessagingException {
        String id = message.getMessageID();
        var accepted =
                Arrays.stream(recipients)
                        .map(Address::toString)
                        .filter(a -> !refused.contains(a))
                        .toList();
        if (json()) {
            output.json(g -> {
                g.writeStartObject();
                g.writeStringProperty("message-id", id);
                g.writeName("accepted");
                g.writeStartArray();
                accepted.forEach(g::writeString);
                g.writeEndArray();
                g.writeName("refused");
                g.writeStartArray();
                refused.forEach(g::writeString);
                g.writeEndArray();
                g.writeBooleanProperty("copied", copied);
                g.writeEndObject();
            });
        } else {
            output.line("sent " + id + " to " + String.join(", ", accepted));
            refused.forEach(a -> output.note("refused: " + Terminal.line(a)));
        }
        if (!refused.isEmpty()) {
            throw new Failure(
                    Failure.Kind.REFUSED, "some recipients were refused; the others get it");
        }
    }
}
