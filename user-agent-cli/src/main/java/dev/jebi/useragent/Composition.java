package dev.jebi.useragent;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A message as it is written: from what the person gave to MIME.
final class Composition {
    private Composition() {}

    /// What the person gave. Bcc is not here: it is for the envelope alone (RFC 5322 §3.6.3).
    record Draft(
            String from,
            List<String> to,
            List<String> cc,
            String subject,
            String text,
            List<Path> attachments,
            Optional<String> inReplyTo) {}

    static MimeMessage message(Session session, Draft draft)
            throws MessagingException, IOException {
        InternetAddress author = Addresses.parse(List.of(draft.from())).getFirst();
        var message = new Written(session, author);
        message.setFrom(author);
        message.addRecipients(
                Message.RecipientType.TO,
                Addresses.parse(draft.to()).toArray(InternetAddress[]::new));
        message.addRecipients(
                Message.RecipientType.CC,
                Addresses.parse(draft.cc()).toArray(InternetAddress[]::new));
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
            message.setText(draft.text(), StandardCharsets.UTF_8.name());
        } else {
            message.setContent(mixed(draft));
        }
        message.saveChanges();
        return message;
    }

    private static MimeMultipart mixed(Draft draft) throws MessagingException, IOException {
        var mixed = new MimeMultipart();
        var text = new MimeBodyPart();
        text.setText(draft.text(), StandardCharsets.UTF_8.name());
        mixed.addBodyPart(text);
        for (Path file : draft.attachments()) {
            var part = new MimeBodyPart();
            part.attachFile(file.toFile());
            mixed.addBodyPart(part);
        }
        return mixed;
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
