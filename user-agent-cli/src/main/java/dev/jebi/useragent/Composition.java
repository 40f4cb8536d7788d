package dev.jebi.useragent;

import dev.jebi.useragent.text.FileName;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/// A message as it is written: from what the person gave to MIME.
final class Composition {
    private Composition() {}

    /// What the person gave. Bcc is not here: it is for the envelope alone (RFC 5322 §3.6.3).
    record Draft(
            InternetAddress from,
            List<InternetAddress> to,
            List<InternetAddress> cc,
            String subject,
            List<Path> attachments,
            Optional<String> inReplyTo) {}

    /// A session to build a message in.
    ///
    /// @param utf8 whether an address needs SMTPUTF8 (RFC 6531)
    static Session session(boolean utf8) {
        var values = new Properties();
        values.setProperty("mail.mime.allowutf8", String.valueOf(utf8));
        return Session.getInstance(values);
    }

    static MimeMessage message(Session session, Draft draft, String text)
            throws MessagingException, IOException {
        var message = new Written(session, draft.from());
        message.setFrom(draft.from());
        message.addRecipients(Message.RecipientType.TO, draft.to().toArray(InternetAddress[]::new));
        message.addRecipients(Message.RecipientType.CC, draft.cc().toArray(InternetAddress[]::new));
        message.setSubject(
                draft.subject().replaceAll("[\\r\\n]+", " "), StandardCharsets.UTF_8.name());
        message.setSentDate(new Date());
        message.setHeader("User-Agent", "Jebi");
        if (draft.inReplyTo().isPresent()) {
            String id = draft.inReplyTo().get().replaceAll("[\\s<>]", "");
            message.setHeader("In-Reply-To", "<" + id + ">");
            message.setHeader("References", "<" + id + ">");
        }
        if (draft.attachments().isEmpty()) {
            message.setText(canonical(text), StandardCharsets.UTF_8.name());
        } else {
            message.setContent(mixed(draft, text));
        }
        message.saveChanges();
        return message;
    }

    private static MimeMultipart mixed(Draft draft, String text)
            throws MessagingException, IOException {
        var mixed = new MimeMultipart();
        var first = new MimeBodyPart();
        first.setText(canonical(text), StandardCharsets.UTF_8.name());
        mixed.addBodyPart(first);
        for (Path file : draft.attachments()) {
            mixed.addBodyPart(attached(file));
        }
        return mixed;
    }

    /// A file, octet by octet. Its name stands in the disposition as RFC 2231 has it, and in the
    /// type as those want it who never read that.
    private static MimeBodyPart attached(Path file) throws MessagingException, IOException {
        String name = FileName.clean(String.valueOf(file.getFileName()));
        String type =
                Optional.ofNullable(Files.probeContentType(file))
                        .filter(t -> t.matches("[a-z0-9.+-]+/[a-z0-9.+-]+"))
                        .filter(t -> !t.matches("(message|multipart)/.*")) // these forbid base64
                        .orElse("application/octet-stream");
        var part = new MimeBodyPart();
        part.attachFile(file.toFile(), type, "base64");
        part.setFileName(name);
        String word = MimeUtility.encodeText(name, StandardCharsets.UTF_8.name(), "B");
        part.setHeader(
                "Content-Type",
                type + ";\r\n name=\"" + word.replaceAll("[\\\\\"]", "\\\\$0") + "\"");
        return part;
    }

    /// Text with CRLF, which is what is encoded (RFC 2045 §6.8).
    private static String canonical(String text) {
        return text.replaceAll("\\r\\n|\\r|\\n", "\r\n");
    }

    /// A message whose Message-ID names the author's domain and not this machine.
    private static final class Written extends MimeMessage {
        private final String id;

        Written(Session session, InternetAddress author) {
            super(session);
            String address = author.getAddress();
            id =
                    "<"
                            + UUID.randomUUID()
                            + "@"
                            + address.substring(address.lastIndexOf('@') + 1)
                            + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
